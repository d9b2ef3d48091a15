import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { migrateDatabase } from "#platform/db/migrate.ts";
import { queuesOf } from "#server/compose.ts";
import { features } from "#server/features.ts";
import { ROOT } from "#processes/up/children/node-child.ts";
import type { Plan } from "./options.ts";
import { ensureDatabase, startPostgres } from "#processes/up/postgres/postgres.ts";
import { startRedis } from "#processes/up/redis/redis.ts";
import type { Run } from "#processes/up/run.ts";
import { supervise } from "#processes/up/children/supervise.ts";
import { ensureRedisServer } from "./system-packages.ts";
import { freePort } from "#processes/up/children/tied-process.ts";
import { startUpstashBridge } from "#processes/up/redis/upstash-bridge.ts";

export type Stores = {
  databaseUrl: string;
  /** Absent where only a REST endpoint was given. */
  redisUrl?: string;
  restUrl: string;
  restToken: string;
};

/** PostgreSQL, Redis and the REST bridge, each only where the environment names none of its kind. */
export async function startStores(plan: Plan, run: Run): Promise<Stores> {
  const databaseUrl = plan.env.DATABASE_URL ?? (await startOwnPostgres(plan, run));
  await run.step("database is up to date", () =>
    migrateDatabase({ url: databaseUrl, folder: join(ROOT, "drizzle"), queues: queuesOf(features) }),
  );

  const { UPSTASH_REDIS_REST_URL: restUrl, UPSTASH_REDIS_REST_TOKEN: restToken } = plan.env;
  if (restUrl !== undefined && restToken !== undefined) {
    const given = plan.env.REDIS_URL;
    return { databaseUrl, restUrl, restToken, ...(given === undefined ? {} : { redisUrl: given }) };
  }
  const redisUrl = plan.env.REDIS_URL ?? (await startOwnRedis(plan, run));
  const bridge = await run.step("REST bridge in front of Redis", () =>
    startUpstashBridge({ redisUrl, token: randomBytes(24).toString("hex") }),
  );
  run.add({ name: "REST bridge", stop: bridge.close });
  return { databaseUrl, redisUrl, restUrl: bridge.url, restToken: bridge.token };
}

async function startOwnPostgres(plan: Plan, run: Run): Promise<string> {
  const log = run.openLog("postgres");
  const port = await freePort();
  const dir = join(plan.dataDir, "postgres");
  const server = await run.step("PostgreSQL 18", async (say) => {
    const started = await supervise({
      name: "PostgreSQL",
      start: () => startPostgres({ dir, port, onLine: log.sink }),
      report: run.reportFrom(log),
    });
    say(`127.0.0.1:${port}`);
    return started;
  });
  run.add({ name: "PostgreSQL", stop: server.stop });
  const { url } = server.current();
  await ensureDatabase(url("postgres"), plan.feed.database);
  return url(plan.feed.database);
}

async function startOwnRedis(plan: Plan, run: Run): Promise<string> {
  await ensureRedisServer(run.report);
  const log = run.openLog("redis");
  // A copy of one feed's prices must not be shown for another's.
  const dir = join(plan.dataDir, `redis-${plan.feed.database}`);
  const port = await freePort();
  const password = randomBytes(24).toString("hex");
  const server = await run.step("Redis", async (say) => {
    const started = await supervise({
      name: "Redis",
      start: () => startRedis({ dir, port, password, onLine: log.sink }),
      report: run.reportFrom(log),
    });
    say(`127.0.0.1:${port}`);
    return started;
  });
  run.add({ name: "Redis", stop: server.stop });
  return server.current().url;
}
