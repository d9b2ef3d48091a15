import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { migrateDatabase } from "#platform/db/migrate.ts";
import { ensureDatabase, startPostgres } from "#processes/up/postgres/postgres.ts";
import { startRedis } from "#processes/up/redis/redis.ts";
import { queuesOf } from "#server/compose.ts";
import { features } from "#server/features.ts";
import { startUpstashBridge } from "#processes/up/redis/upstash-bridge.ts";

/** What every integration test may `inject()`. */
declare module "vitest" {
  export interface ProvidedContext {
    /** Of the maintenance database; the role may create databases. */
    postgresUrl: string;
    templateDatabase: string;
    redisUrl: string;
    upstashUrl: string;
    upstashToken: string;
  }
}

const TEMPLATE = "ge_metrics_template";

/** One PostgreSQL with a migrated template, one Redis and one bridge for the whole run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dir = await mkdtemp(join(tmpdir(), "ge-metrics-test-"));
  const undo: (() => Promise<void>)[] = [() => rm(dir, { recursive: true, force: true })];
  const teardown = async () => {
    for (const step of undo.toReversed()) await step();
  };
  try {
    const postgres = await startPostgres({ dir: join(dir, "postgres"), durable: false });
    undo.push(postgres.stop);
    const redis = await startRedis();
    undo.push(redis.stop);
    const bridge = await startUpstashBridge({ redisUrl: redis.url, token: "integration" });
    undo.push(bridge.close);

    await ensureDatabase(postgres.url("postgres"), TEMPLATE);
    await migrateDatabase({ url: postgres.url(TEMPLATE), folder: "drizzle", queues: queuesOf(features) });

    project.provide("postgresUrl", postgres.url("postgres"));
    project.provide("templateDatabase", TEMPLATE);
    project.provide("redisUrl", redis.url);
    project.provide("upstashUrl", bridge.url);
    project.provide("upstashToken", bridge.token);
    return teardown;
  } catch (error) {
    await teardown();
    throw error;
  }
}
