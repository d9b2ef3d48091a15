import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import postgres from "postgres";
import { childEnv } from "#platform/env.ts";
import { migrateDatabase } from "#platform/db/migrate.ts";
import { ensureDatabase, startPostgres } from "#processes/up/postgres/postgres.ts";
import { startRedis } from "#processes/up/redis/redis.ts";
import { startUpstashBridge } from "#processes/up/redis/upstash-bridge.ts";
import { startFeedSimulator } from "#simulators/feed/server.ts";

export const ROOT = resolve(import.meta.dirname, "../..");
const DATABASE = "ge_metrics_bench";
const FILL_TIMEOUT_MS = 120_000;

export type BenchMarket = {
  databaseUrl: string;
  upstashUrl: string;
  upstashToken: string;
  close: () => Promise<void>;
};

/**
 * Starts a separate database that the real worker fills from the feed simulator: all items and a day of hourly
 * buckets.
 */
export async function startBenchMarket(): Promise<BenchMarket> {
  const dir = await mkdtemp(join(tmpdir(), "ge-metrics-bench-"));
  const undo: (() => Promise<void>)[] = [() => rm(dir, { recursive: true, force: true })];
  const close = async () => {
    for (const step of undo.toReversed()) await step();
  };
  try {
    const server = await startPostgres({ dir: join(dir, "postgres"), durable: false });
    undo.push(server.stop);
    const redis = await startRedis();
    undo.push(redis.stop);
    const bridge = await startUpstashBridge({ redisUrl: redis.url, token: "bench" });
    undo.push(bridge.close);
    await ensureDatabase(server.url("postgres"), DATABASE);
    const databaseUrl = server.url(DATABASE);
    await migrateDatabase({ url: databaseUrl, folder: join(ROOT, "drizzle") });
    const feed = await startFeedSimulator({ port: 0, seed: 1 });
    try {
      await fill(databaseUrl, feed.url);
    } finally {
      await feed.close();
    }
    return { databaseUrl, upstashUrl: bridge.url, upstashToken: bridge.token, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Runs the worker until a day of hourly buckets is stored, then stops it, so that only the benchmark runs. */
async function fill(databaseUrl: string, feedUrl: string): Promise<void> {
  const worker = spawn(process.execPath, [join(ROOT, "src/processes/worker/main.ts")], {
    cwd: ROOT,
    stdio: ["ignore", "ignore", "inherit"],
    env: childEnv({
      DATABASE_URL: databaseUrl,
      AUTH_SECRETS: "bench-secret-bench-secret-bench-secret",
      PRICE_FEED_URL: feedUrl,
      PRICE_FEED_USER_AGENT: "GE-Metrics bench (bench@localhost)",
      LOG_LEVEL: "error",
    }),
  });
  const ended = new Promise<void>((done) => worker.once("exit", () => done()));
  const sql = postgres(databaseUrl, { max: 1 });
  try {
    const deadline = performance.now() + FILL_TIMEOUT_MS;
    for (;;) {
      const [row] = await sql<{ known: number }[]>`
        select count(*)::int as known from item_stats where high_volume_24h is not null`;
      if ((row?.known ?? 0) > 3_000) return;
      if (performance.now() > deadline) throw new Error("the market was not filled in time");
      await new Promise((wait) => setTimeout(wait, 250));
    }
  } finally {
    await sql.end();
    worker.kill("SIGTERM");
    await ended;
  }
}
