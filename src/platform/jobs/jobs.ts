import { AsyncLocalStorage } from "node:async_hooks";
import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import { fromDrizzle, PgBoss } from "pg-boss";
import type { Db, SendOptions } from "pg-boss";

/** The settings of a queue. The policy is fixed when the queue is created; a migration updates the rest. */
export type JobQueue = {
  name: string;
  /** `each`: every job runs. `key`: jobs are requested by key; for each key at most one job waits and one runs. */
  policy: "each" | "key";
  /** How often a failed job is retried; the first delay, doubled each time up to the maximum. */
  retries: number;
  retryAfterS: number;
  retryAfterMaxS: number;
  /** A longer run counts as failed, because its worker may have died. */
  runLimitS: number;
  /** Within how many seconds a killed worker is noticed, at least 10; absent: after `runLimitS`. */
  heartbeatS?: number;
  /** A job that has waited this long is dropped. */
  keepWaitingS: number;
  /** How long completed and dead jobs are kept. */
  keepEndedS: number;
};

/**
 * A typed handle, or a transaction of one: a job sent in a transaction exists exactly if the transaction commits.
 */
export type JobTx = { execute: (query: SQL) => Promise<unknown[]> };

type JobOptions = {
  /** A deduplication id: while a job with this id is kept, sending it again does nothing. */
  once?: string;
  /** Overrides the queue's `keepWaitingS`. */
  keepWaitingS?: number;
};

/** A waiting job may start between the insert and the lock, but not this many times in a row. */
const MAX_ROUNDS = 20;

/** The transaction in which the sender's statements run. */
const callerDb = new AsyncLocalStorage<Db>();

/** Never started, so it has no connection, timer or maintenance of its own; it only caches the queues. */
const sender = new PgBoss({
  db: {
    executeSql: async (text, values) => {
      const db = callerDb.getStore();
      if (db === undefined) throw new Error("a job is sent in a transaction of the caller's");
      return db.executeSql(text, values);
    },
  },
  supervise: false,
  schedule: false,
  migrate: false,
});

/** The id of the job; null if an equal job exists already. */
const send = (tx: JobTx, queue: JobQueue, data: object, options: SendOptions): Promise<string | null> =>
  callerDb.run(fromDrizzle(tx, sql), () => sender.send(queue.name, data, options));

/** A UUID (version 8) derived from a text. */
function uuidOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}

/**
 * Sends a job to a queue of policy `each`. `data` is stored as plain text: encrypt secrets first. Returns false if
 * a job with the same `once` is kept, whether waiting, running or ended.
 */
export async function sendJob(
  tx: JobTx,
  queue: JobQueue & { policy: "each" },
  data: object,
  opts: JobOptions = {},
): Promise<boolean> {
  const sent = await send(tx, queue, data, {
    ...(opts.once === undefined ? {} : { id: uuidOf(`${queue.name}:${opts.once}`) }),
    ...(opts.keepWaitingS === undefined ? {} : { retentionSeconds: opts.keepWaitingS }),
  });
  if (sent === null && opts.once === undefined) throw new Error(`the queue ${queue.name} took no job`);
  return sent !== null;
}

/**
 * Requests a run of a queue of policy `key` that begins after this transaction commits. Requests made before it
 * begins share one run; a request during a run causes another one. The job's data is `{ key }`.
 */
export async function requestJob(tx: JobTx, queue: JobQueue & { policy: "key" }, key: string): Promise<void> {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const sent = await send(tx, queue, { key }, { singletonKey: key, group: { id: key } });
    if (sent !== null) return;
    // A job waits already. Lock it until we commit, or it could run before our writes are visible.
    const held = await tx.execute(sql`
      select 1 from pgboss.job
      where name = ${queue.name} and singleton_key = ${key} and state = 'created' for share`);
    if (held.length > 0) return;
  }
  throw new Error(`the queue ${queue.name} took no job`);
}

/** Creates or upgrades the job tables and creates every queue. Only the migration calls it, under its lock. */
export async function installJobs(url: string, queues: readonly JobQueue[]): Promise<void> {
  const boss = new PgBoss({
    connectionString: url,
    max: 1,
    application_name: "ge-metrics migration",
    supervise: false,
    schedule: false,
  });
  const problem = Promise.withResolvers<never>();
  boss.on("error", problem.reject);
  problem.promise.catch(() => undefined);
  const install = async () => {
    await boss.start();
    for (const queue of queues) {
      const options = {
        retryLimit: queue.retries,
        retryDelay: queue.retryAfterS,
        retryBackoff: true,
        retryDelayMax: queue.retryAfterMaxS,
        expireInSeconds: queue.runLimitS,
        ...(queue.heartbeatS === undefined ? {} : { heartbeatSeconds: queue.heartbeatS }),
        retentionSeconds: queue.keepWaitingS,
        deleteAfterSeconds: queue.keepEndedS,
        notify: true,
      };
      await boss.createQueue(queue.name, {
        ...options,
        policy: queue.policy === "key" ? "stately" : "standard",
      });
      await boss.updateQueue(queue.name, options);
    }
  };
  try {
    await Promise.race([install(), problem.promise]);
  } finally {
    await boss.stop({ graceful: false });
  }
}
