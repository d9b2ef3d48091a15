import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { rename } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import { childEnv } from "#platform/env.ts";
import { ownFolder, unprivilegedUser } from "#processes/up/children/os-user.ts";
import { describeExit, freePort, spawnTied, stopTied } from "#processes/up/children/tied-process.ts";
import type { Exit, LineSink, OsUser, TiedProcess } from "#processes/up/children/tied-process.ts";
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

/** What a server does when its memory is full: drop what was not used for longest, or refuse to store more. */
export type RedisMemory = { maxMb: number; whenFull: "evict" | "refuse" };

type Options = {
  /** By default 256 MB, of which keys with a TTL are evicted. */
  memory?: RedisMemory;
  /** Where the dump is kept between runs; without it nothing is written to disk. */
  dir?: string;
  port?: number;
  password?: string;
  onLine?: LineSink;
};

/** Starts redis-server on loopback and resolves once it answers. Throws with its last output. */
export async function startRedis(opts: Options = {}): Promise<RedisServer> {
  const password = opts.password ?? randomBytes(24).toString("hex");
  const dir = opts.dir === undefined ? undefined : resolve(opts.dir);
  const user = await unprivilegedUser(["redis", "nobody"]);
  if (dir !== undefined) await ownFolder(dir, user);

  const { server, port } = await launchOnPort({ password, dir, opts, user }).catch(async (error: unknown) => {
    // Redis holds only copies of data, so an unreadable dump is renamed and Redis starts empty.
    const dump = dir === undefined ? undefined : join(dir, "dump.rdb");
    if (dump === undefined || !existsSync(dump) || error instanceof PortTakenError) throw error;
    await rename(dump, `${dump}.unreadable`);
    return launchOnPort({ password, dir, opts, user });
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

const POLICIES = { evict: "allkeys-lru", refuse: "noeviction" } as const;

const config = (
  port: number,
  password: string,
  { dir, memory }: { dir: string | undefined; memory: RedisMemory | undefined },
): string =>
  [
    "bind 127.0.0.1",
    `port ${port}`,
    `requirepass ${password}`,
    "daemonize no",
    // A process title would overwrite the environment, by which leftover processes are found.
    "set-proc-title no",
    "appendonly no",
    // The dump is a copy of copies: a disk that does not take it must not stop rate limits and sessions.
    "stop-writes-on-bgsave-error no",
    `maxmemory ${memory?.maxMb ?? 256}mb`,
    `maxmemory-policy ${memory === undefined ? "volatile-lru" : POLICIES[memory.whenFull]}`,
    ...(dir === undefined ? ['save ""'] : ["save 300 1"]),
  ].join("\n");

type Launch = { password: string; dir: string | undefined; opts: Options; user: OsUser | undefined };

class PortTakenError extends UserError {}

/** Another process may take a free port before Redis listens on it, so another one is tried, up to five. */
async function launchOnPort(from: Launch): Promise<{ server: TiedProcess; port: number }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = from.opts.port ?? (await freePort());
    try {
      return { server: await launch({ ...from, port }), port };
    } catch (error) {
      const isFinal = from.opts.port !== undefined || attempt === 5;
      if (isFinal || !(error instanceof PortTakenError)) throw error;
    }
  }
}

async function launch(from: Launch & { port: number }): Promise<TiedProcess> {
  const output: string[] = [];
  const server = spawnTied("redis-server", ["-"], {
    env: childEnv({}),
    // The dump is written here: its user need not be able to reach this folder by its path.
    cwd: from.dir ?? "/",
    input: config(from.port, from.password, { dir: from.dir, memory: from.opts.memory }),
    deathSignal: "TERM",
    ...(from.user === undefined ? {} : { user: from.user }),
    onLine: (line) => {
      if (output.push(line) > 50) output.shift();
      from.opts.onLine?.(line);
    },
  });
  const answer = await checkAnswer(server, from.port, from.password);
  if (answer === "ours") return server;
  const exit = await stopTied(server, "SIGTERM", 2_000);
  if (answer === "stranger")
    throw new PortTakenError(`Another program answers on port ${from.port}, Redis did not start`);
  const Failure = output.some((line) => line.includes("Address already in use")) ? PortTakenError : UserError;
  throw new Failure(`redis-server did not start (${describeExit(exit)}):\n${output.slice(-12).join("\n")}`);
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
