import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import { childEnv } from "#platform/env.ts";
import { describeExit, freePort, spawnTied, stopTied } from "#processes/up/children/tied-process.ts";
import type { Exit, LineSink, TiedProcess } from "#processes/up/children/tied-process.ts";
import { UserError } from "#processes/up/user-error.ts";

const START_LIMIT_MS = 30_000;
const STOP_LIMIT_MS = 15_000;

export type RedisServer = {
  readonly port: number;
  readonly password: string;
  readonly url: string;
  readonly pid: number;
  readonly exited: Promise<Exit>;
  readonly stop: () => Promise<void>;
};

type Options = {
  /** Where the dump is kept between runs; without it nothing is written to disk. */
  dir?: string;
  port?: number;
  password?: string;
  onLine?: LineSink;
};

/** Starts redis-server on loopback and resolves once it answers. Throws with its last output. */
export async function startRedis(opts: Options = {}): Promise<RedisServer> {
  const password = opts.password ?? randomBytes(24).toString("hex");
  const port = opts.port ?? (await freePort());
  const dir = opts.dir === undefined ? undefined : resolve(opts.dir);
  if (dir !== undefined) await mkdir(dir, { recursive: true, mode: 0o700 });

  const server = await launch({ port, password, dir, opts }).catch(async (error: unknown) => {
    // Redis holds only copies of data, so an unreadable dump is renamed and Redis starts empty.
    const dump = dir === undefined ? undefined : join(dir, "dump.rdb");
    if (dump === undefined || !existsSync(dump)) throw error;
    await rename(dump, `${dump}.unreadable`);
    return launch({ port, password, dir, opts });
  });
  return {
    port,
    password,
    url: `redis://:${password}@127.0.0.1:${port}/0`,
    pid: server.pid,
    exited: server.exited,
    stop: async () => void (await stopTied(server, "SIGTERM", STOP_LIMIT_MS)),
  };
}

const config = (port: number, password: string, dir: string | undefined): string =>
  [
    "bind 127.0.0.1",
    `port ${port}`,
    `requirepass ${password}`,
    "daemonize no",
    // A process title would overwrite the environment, by which leftover processes are found.
    "set-proc-title no",
    "appendonly no",
    "maxmemory 256mb",
    // Evict only keys with a TTL: ranks and rate limits share the server with the cache.
    "maxmemory-policy volatile-lru",
    ...(dir === undefined ? ['save ""'] : ["save 300 1", `dir "${dir}"`]),
  ].join("\n");

async function launch(from: {
  port: number;
  password: string;
  dir: string | undefined;
  opts: Options;
}): Promise<TiedProcess> {
  const output: string[] = [];
  const server = spawnTied("redis-server", ["-"], {
    env: childEnv({}),
    cwd: from.dir ?? "/",
    input: config(from.port, from.password, from.dir),
    deathSignal: "TERM",
    onLine: (line) => {
      if (output.push(line) > 50) output.shift();
      from.opts.onLine?.(line);
    },
  });
  const answer = await checkAnswer(server, from.port, from.password);
  if (answer === "ours") return server;
  const exit = await stopTied(server, "SIGTERM", 2_000);
  if (answer === "stranger")
    throw new UserError(`Another program answers on port ${from.port}, Redis did not start`);
  throw new UserError(`redis-server did not start (${describeExit(exit)}):\n${output.slice(-12).join("\n")}`);
}

type Answer = "ours" | "stranger" | "none";

async function checkAnswer(server: TiedProcess, port: number, password: string): Promise<Answer> {
  const client = new Redis({
    host: "127.0.0.1",
    port,
    password,
    retryStrategy: () => 25,
    maxRetriesPerRequest: null,
  });
  client.on("error", () => undefined);
  const timer = new AbortController();
  const limit = sleep(START_LIMIT_MS, undefined, { signal: timer.signal }).catch(() => undefined);
  try {
    const info = client.info("server").catch(() => "refused");
    const first = await Promise.race([info, server.exited, limit]);
    if (typeof first !== "string") return "none";
    return first.includes(`process_id:${server.pid}\r`) ? "ours" : "stranger";
  } finally {
    timer.abort();
    client.disconnect();
  }
}
