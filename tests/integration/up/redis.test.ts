import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, rmdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RedisServer } from "#processes/up/redis/redis.ts";
import { startRedis } from "#processes/up/redis/redis.ts";

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "ge-metrics-redis-"));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

async function ask<T>(url: string, run: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url, { maxRetriesPerRequest: 0, retryStrategy: () => null });
  redis.on("error", () => undefined);
  try {
    return await run(redis);
  } finally {
    redis.disconnect();
  }
}

test("evicts only what carries a TTL, and lets nobody in without the password", async () => {
  const server = await startRedis();
  try {
    const policy = await ask(server.url, (redis) => redis.config("GET", "maxmemory*"));
    expect(policy).toMatchObject(expect.arrayContaining(["volatile-lru", String(256 * 1024 * 1024)]));
    const stranger = `redis://127.0.0.1:${server.port}`;
    await expect(ask(stranger, (redis) => redis.get("a"))).rejects.toThrow("NOAUTH");
  } finally {
    await server.stop();
  }
});

test("with a directory it finds its keys again, and a dump that it cannot read is put aside", async () => {
  const first = await startRedis({ dir });
  await ask(first.url, (redis) => redis.set("kept", "1"));
  await first.stop();

  const second = await startRedis({ dir });
  expect(await ask(second.url, (redis) => redis.get("kept"))).toBe("1");
  await second.stop();

  await writeFile(join(dir, "dump.rdb"), "no dump at all");
  const third = await startRedis({ dir });
  expect(await ask(third.url, (redis) => redis.get("kept"))).toBeNull();
  expect(existsSync(join(dir, "dump.rdb.unreadable"))).toBe(true);
  await third.stop();
});

test("takes writes although its disk does not take the dump", async () => {
  const home = join(dir, "refuses");
  const server = await startRedis({ dir: home });
  try {
    // The dump cannot take this name.
    await mkdir(join(home, "dump.rdb"));
    const answer = await ask(server.url, async (redis) => {
      await redis.bgsave();
      await expect
        .poll(() => redis.info("persistence"), { timeout: 5_000 })
        .toContain("rdb_last_bgsave_status:err");
      return redis.set("counted", "1");
    });
    expect(answer).toBe("OK");
  } finally {
    // Redis does not stop without a last dump.
    await rmdir(join(home, "dump.rdb"));
    await server.stop();
  }
});

test("a port that is taken is a clear failure, not a stranger's answer", async () => {
  const server = await startRedis();
  try {
    await expect(startRedis({ port: server.port, password: server.password })).rejects.toThrow(
      /did not start/,
    );
  } finally {
    await server.stop();
  }
});

test("the server of counters refuses what is too much and keeps what it has; the one of values drops the oldest", async () => {
  const [counters, values] = await Promise.all([
    startRedis({ memory: { maxMb: 3, whenFull: "refuse" } }),
    startRedis({ memory: { maxMb: 3, whenFull: "evict" } }),
  ]);
  try {
    const fill = async (server: RedisServer) => {
      const redis = new Redis(server.url);
      await redis.set("limit", "7", "EX", 60);
      let refused = 0;
      for (let at = 0; at < 300; at++)
        await redis.set(`value ${at}`, "x".repeat(20_000), "EX", 600).catch(() => (refused += 1));
      const left = await redis.get("limit");
      redis.disconnect();
      return { refused: refused > 0, left };
    };
    expect(await fill(counters)).toEqual({ refused: true, left: "7" });
    expect((await fill(values)).refused).toBe(false);
  } finally {
    await Promise.all([counters.stop(), values.stop()]);
  }
});
