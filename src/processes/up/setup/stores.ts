import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { LaunchOptions } from "./options.ts";
import { ensureDatabase, startPostgres } from "#processes/up/postgres/postgres.ts";
import type { RedisMemory } from "#processes/up/redis/redis.ts";
import type { UpstashBridge } from "#processes/up/redis/upstash-bridge.ts";
import { startRedis } from "#processes/up/redis/redis.ts";
import type { Run } from "#processes/up/run.ts";
import { supervise } from "#processes/up/children/supervise.ts";
import { ensureRedisServer } from "./system-packages.ts";
import { appUser } from "#processes/up/children/app-user.ts";
import { runScript } from "#processes/up/children/run-script.ts";
import { freePort } from "#processes/up/children/tied-process.ts";
import { startUpstashBridge } from "#processes/up/redis/upstash-bridge.ts";

export type Stores = {
  databaseUrl: string;
  /** Absent if only a REST endpoint is configured. */
  redisUrl?: string;
  restUrl: string;
  restToken: string;
  /** Another Redis for values that are copies; absent if one server is given for everything. */
  cache?: { restUrl: string; restToken: string };
};

/** Starts PostgreSQL, Redis and the REST bridge, each only if the environment does not configure one. */
export async function startStores(options: LaunchOptions, run: Run): Promise<Stores> {
  const databaseUrl = options.env.DATABASE_URL ?? (await startOwnPostgres(options, run));
  await migrate(databaseUrl, options, run);

  const { UPSTASH_REDIS_REST_URL: restUrl, UPSTASH_REDIS_REST_TOKEN: restToken } = options.env;
  if (restUrl !== undefined && restToken !== undefined) {
    const given = options.env.REDIS_URL;
    return { databaseUrl, restUrl, restToken, ...(given === undefined ? {} : { redisUrl: given }) };
  }
  const redisUrl = options.env.REDIS_URL ?? (await startOwnRedis(options, run, COUNTERS));
  const bridge = await startBridge(run, redisUrl, "REST bridge in front of Redis");
  const stores = { databaseUrl, redisUrl, restUrl: bridge.url, restToken: bridge.token };
  if (options.env.REDIS_URL !== undefined) return stores;
  const cache = await startBridge(run, await startOwnRedis(options, run, VALUES), "REST bridge of the cache");
  return { ...stores, cache: { restUrl: cache.url, restToken: cache.token } };
}

async function startBridge(run: Run, redisUrl: string, name: string): Promise<UpstashBridge> {
  const bridge = await run.step(name, () =>
    startUpstashBridge({ redisUrl, token: randomBytes(24).toString("hex") }),
  );
  run.add({ name, stop: bridge.close });
  return bridge;
}

/** A process of its own, because all features and their tables would stay in the launcher's memory. */
async function migrate(databaseUrl: string, options: LaunchOptions, run: Run): Promise<void> {
  const user = await appUser(run);
  const log = run.openLog("migrate");
  await run.step("database is up to date", (setDetail) =>
    runScript(
      {
        name: "npm run migrate",
        path: "src/processes/commands/migrate.ts",
        env: { DATABASE_URL: databaseUrl, DATABASE_WAIT_S: String(options.env.DATABASE_WAIT_S) },
        user,
        onLine: (line) => {
          if (line.startsWith("waiting")) setDetail(line);
        },
      },
      { log, signal: run.signal },
    ),
  );
}

/** For commands, backups and people. */
const SPARE_CONNECTIONS = 30;
const MIN_CONNECTIONS = 100;

/** The most connections that web and worker may open together (each handle has two clients, the queues have one), and some to spare. */
const connectionsOf = ({
  WEB_DATABASE_POOL: web,
  WORKER_DATABASE_POOL: worker,
}: LaunchOptions["env"]): number => Math.max(MIN_CONNECTIONS, 2 * web + 5 * worker + SPARE_CONNECTIONS);

async function startOwnPostgres(options: LaunchOptions, run: Run): Promise<string> {
  const log = run.openLog("postgres");
  const port = await freePort();
  const dir = join(options.dataDir, "postgres");
  const { POSTGRES_SHARED_BUFFERS_MB: sharedBuffersMb, POSTGRES_MAX_WAL_MB: maxWalMb } = options.env;
  const memory = { sharedBuffersMb, maxWalMb, maxConnections: connectionsOf(options.env) };
  const server = await run.step("PostgreSQL 18", async (setDetail) => {
    const started = await supervise({
      name: "PostgreSQL",
      start: () => startPostgres({ dir, port, memory, onLine: log.sink, onUser: run.noteUser }),
      report: run.reportFrom(log),
    });
    setDetail(`127.0.0.1:${port}`);
    return started;
  });
  run.add({ name: "PostgreSQL", stop: server.stop });
  const { url } = server.current();
  await ensureDatabase(url("postgres"), options.feed.database);
  return url(options.feed.database);
}

type OwnRedis = { name: string; folder: string | null; memory: RedisMemory };

/**
 * Rate limits and sessions have a server of their own: whoever fills the cache with values, as anybody can who asks for many
 * charts, must not push them out.
 */
const COUNTERS: OwnRedis = { name: "Redis", folder: "redis", memory: { maxMb: 128, whenFull: "refuse" } };
/** Copies of what PostgreSQL has: nothing is lost with them, so nothing is written to disk. */
const VALUES: OwnRedis = { name: "Redis (cache)", folder: null, memory: { maxMb: 128, whenFull: "evict" } };

async function startOwnRedis(options: LaunchOptions, run: Run, own: OwnRedis): Promise<string> {
  await ensureRedisServer(run.report);
  const log = run.openLog(own.folder ?? "redis-cache");
  // Each feed has its own cache, so that one feed's prices are never shown for another.
  const dir = own.folder === null ? null : join(options.dataDir, `${own.folder}-${options.feed.database}`);
  const port = await freePort();
  const password = randomBytes(24).toString("hex");
  const server = await run.step(own.name, async (setDetail) => {
    const started = await supervise({
      name: own.name,
      start: () =>
        startRedis({
          port,
          password,
          memory: own.memory,
          onLine: log.sink,
          ...(dir === null ? {} : { dir }),
        }),
      report: run.reportFrom(log),
    });
    setDetail(`127.0.0.1:${port}`);
    return started;
  });
  run.add({ name: own.name, stop: server.stop });
  return server.current().url;
}
