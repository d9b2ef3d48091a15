import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { migrateDatabase } from "#platform/db/migrate.ts";
import { queuesOf } from "#server/compose.ts";
import { features } from "#server/features.ts";
import { ROOT } from "#processes/up/children/node-child.ts";
import type { LaunchOptions } from "./options.ts";
import { ensureDatabase, startPostgres } from "#processes/up/postgres/postgres.ts";
import { startRedis } from "#processes/up/redis/redis.ts";
import type { Run } from "#processes/up/run.ts";
import { supervise } from "#processes/up/children/supervise.ts";
import { ensureRedisServer } from "./system-packages.ts";
import { appUser } from "#processes/up/children/os-user.ts";
import { freePort } from "#processes/up/children/tied-process.ts";
import { startUpstashBridge } from "#processes/up/redis/upstash-bridge.ts";

export type Stores = {
  databaseUrl: string;
  /** Absent if only a REST endpoint is configured. */
  redisUrl?: string;
  restUrl: string;
  restToken: string;
};

/** Starts PostgreSQL, Redis and the REST bridge, each only if the environment does not configure one. */
export async function startStores(options: LaunchOptions, run: Run): Promise<Stores> {
  const databaseUrl = options.env.DATABASE_URL ?? (await startOwnPostgres(options, run));
  await run.step("database is up to date", () =>
    migrateDatabase({ url: databaseUrl, folder: join(ROOT, "drizzle"), queues: queuesOf(features) }),
  );

  const { UPSTASH_REDIS_REST_URL: restUrl, UPSTASH_REDIS_REST_TOKEN: restToken } = options.env;
  if (restUrl !== undefined && restToken !== undefined) {
    const given = options.env.REDIS_URL;
    return { databaseUrl, restUrl, restToken, ...(given === undefined ? {} : { redisUrl: given }) };
  }
  const redisUrl = options.env.REDIS_URL ?? (await startOwnRedis(options, run));
  const bridge = await run.step("REST bridge in front of Redis", () =>
    startUpstashBridge({ redisUrl, token: randomBytes(24).toString("hex") }),
  );
  run.add({ name: "REST bridge", stop: bridge.close });
  return { databaseUrl, redisUrl, restUrl: bridge.url, restToken: bridge.token };
}

async function startOwnPostgres(options: LaunchOptions, run: Run): Promise<string> {
  const log = run.openLog("postgres");
  const port = await freePort();
  const dir = join(options.dataDir, "postgres");
  const server = await run.step("PostgreSQL 18", async (setDetail) => {
    const started = await supervise({
      name: "PostgreSQL",
      start: () => startPostgres({ dir, port, onLine: log.sink }),
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

async function startOwnRedis(options: LaunchOptions, run: Run): Promise<string> {
  await ensureRedisServer(run.report);
  const log = run.openLog("redis");
  // Each feed has its own cache, so that one feed's prices are never shown for another.
  const dir = join(options.dataDir, `redis-${options.feed.database}`);
  const port = await freePort();
  const password = randomBytes(24).toString("hex");
  const user = await appUser();
  const server = await run.step("Redis", async (setDetail) => {
    const started = await supervise({
      name: "Redis",
      start: () =>
        startRedis({ dir, port, password, onLine: log.sink, ...(user === undefined ? {} : { user }) }),
      report: run.reportFrom(log),
    });
    setDetail(`127.0.0.1:${port}`);
    return started;
  });
  run.add({ name: "Redis", stop: server.stop });
  return server.current().url;
}
