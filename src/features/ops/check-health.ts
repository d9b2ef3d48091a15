import { sql } from "drizzle-orm";
import type { Clock } from "#platform/clock.ts";
import type { Db } from "#platform/db/db.ts";
import { readLeaseSilences } from "#platform/db/lease.ts";
import { readSchemaState } from "#platform/db/schema-version.ts";
import { readQueueStates } from "#platform/jobs/queue-states.ts";
import { checkDisk } from "./check-disk.ts";
import type { CheckResult, DeepHealthView } from "./contract.ts";

/** A check that takes longer than this counts as failing. */
const CHECK_TIMEOUT_MS = 1_500;

/** Resolves to the state of a part, or rejects if it fails. */
type Check = () => Promise<"ok" | "not_configured">;

type RedisServer = { ping(): Promise<unknown> };

type Deps = {
  db: Db;
  clock: Clock;
  redis: RedisServer;
  /** Null: values are in `redis` too. */
  cacheRedis: RedisServer | null;
  /** Null: the stores are on disks of other machines. */
  disk: { dir: string; floorMb: number } | null;
};

/**
 * Checks all parts that the service depends on, in parallel: the disk, the stores, and the checks of the features (`added`).
 * In this order a failing part makes later ones fail, so the first one that fails is the cause.
 */
export async function checkHealth(
  deps: Deps,
  added: Readonly<Record<string, Check>>,
): Promise<DeepHealthView> {
  const { disk, cacheRedis } = deps;
  const allChecks: Readonly<Record<string, Check>> = {
    disk: async () => (disk === null ? "not_configured" : checkDisk(disk)),
    database: checkDatabase(deps.db),
    schema: checkSchema(deps.db),
    worker: checkWorker(deps.db),
    queues: checkQueues(deps.db),
    redis: checkRedis(deps.redis),
    cache: cacheRedis === null ? async () => "not_configured" : checkRedis(cacheRedis),
    ...added,
  };
  const results = await Promise.all(
    Object.entries(allChecks).map(async ([name, check]) => [name, await runCheck(check)] as const),
  );
  const [cause = null] = results.find(([, result]) => result === "failing") ?? [];
  return {
    status: cause === null ? "ok" : "degraded",
    cause,
    checks: Object.fromEntries(results),
    timestamp: deps.clock.now().getTime(),
  };
}

const checkRedis =
  (server: RedisServer): Check =>
  async () => {
    await server.ping();
    return "ok";
  };

const checkDatabase =
  (db: Db): Check =>
  async () => {
    const [row] = await db.execute<{ readonly: string }>(
      sql`select current_setting('transaction_read_only') as readonly`,
    );
    if (row?.readonly === "on") throw new Error("the database takes no writes");
    return "ok";
  };

/** Whether the database answers within the time of a check, and has the tables of this version. */
export const isUsable = async (db: Db): Promise<boolean> => (await runCheck(checkSchema(db))) === "ok";

/** A holder of the lease shows itself every few seconds; a longer silence means that nobody polls. */
const MAX_SILENCE_S = 60;
/** The oldest job or mail that may run. */
const MAX_QUEUE_AGE_S = 900;

/** Not configured: no worker has ever run on this database. */
const checkWorker =
  (db: Db): Check =>
  async () => {
    const silences = (await readLeaseSilences(db)).map(({ silenceS }) => silenceS);
    if (silences.length === 0) return "not_configured";
    if (Math.min(...silences) > MAX_SILENCE_S) throw new Error("no worker has shown itself");
    return "ok";
  };

const checkQueues =
  (db: Db): Check =>
  async () => {
    const states = await readQueueStates(db);
    if (states.some(({ oldestS }) => oldestS > MAX_QUEUE_AGE_S))
      throw new Error("a job has waited for too long");
    return "ok";
  };

const checkSchema =
  (db: Db): Check =>
  async () => {
    const state = await readSchemaState(db);
    if (state !== "same") throw new Error(`the database's tables are ${state} than this version's`);
    return "ok";
  };

async function runCheck(check: Check): Promise<CheckResult> {
  const timeout = Promise.withResolvers<never>();
  const timer = setTimeout(() => timeout.reject(new Error("timed out")), CHECK_TIMEOUT_MS);
  try {
    return await Promise.race([check(), timeout.promise]);
  } catch {
    return "failing";
  } finally {
    clearTimeout(timer);
  }
}
