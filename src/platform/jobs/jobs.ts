import { AsyncLocalStorage } from "node:async_hooks";
import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import { fromDrizzle, PgBoss } from "pg-boss";
import type { Db, SendOptions } from "pg-boss";

/** What is kept about a queue. Its policy is fixed once it is made, the rest follows at the next migration. */
export type JobQueue = {
  name: string;
  /** `each`: every job is run. `key`: jobs are asked for by key, and of one key one waits and one runs at most. */
  policy: "each" | "key";
  /** How often a failed job is tried again; the first wait, doubled each time up to the longest. */
  retries: number;
  retryAfterS: number;
  retryAfterMaxS: number;
  /** A run that takes longer counts as failed: its worker may be gone. */
  runLimitS: number;
  /** A job that could not be done for this long is dropped. */
  keepWaitingS: number;
  /** What is done or dead stays for so long. */
  keepEndedS: number;
};

/** A typed handle or a transaction of one: a job sent in a transaction exists once, and only if, it commits. */
export type JobTx = { execute: (query: SQL) => Promise<unknown[]> };

type JobOptions = {
  /** The job's name for itself: while a job of this name is kept, the same name sends no second one. */
  once?: string;
  /** Instead of the queue's own `keepWaitingS`. */
  keepWaitingS?: number;
};

/** A job that waits may begin between two looks at it, but not time and again. */
const ASK_ROUNDS = 20;

/** Whose transaction the sender's statements run in. */
const caller = new AsyncLocalStorage<Db>();

/** Never started, so it has no connection, timer or table work of its own; it remembers which queues there are. */
const sender = new PgBoss({
  db: {
    executeSql: async (text, values) => {
      const db = caller.getStore();
      if (db === undefined) throw new Error("a job is sent in a transaction of the caller's");
      return db.executeSql(text, values);
    },
  },
  supervise: false,
  schedule: false,
  migrate: false,
});

/** The job's id; null where one like it is there already. */
const send = (tx: JobTx, queue: JobQueue, data: object, options: SendOptions): Promise<string | null> =>
  caller.run(fromDrizzle(tx, sql), () => sender.send(queue.name, data, options));

/** A UUID (version 8) that stands for a text. */
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
 * Sends a job to a queue of policy `each`. `data` lies in the database as it is: seal what must not be read. Answers
 * whether it was sent: not where one of the same `once` is kept, waiting, running or over.
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
 * Asks a queue of policy `key` for a run that begins after this transaction commits; many who ask before it begins
 * share one. Asked for while a run is under way, another follows. The job's data is `{ key }`.
 */
export async function askForJob(tx: JobTx, queue: JobQueue & { policy: "key" }, key: string): Promise<void> {
  for (let round = 0; round < ASK_ROUNDS; round++) {
    const sent = await send(tx, queue, { key }, { singletonKey: key, group: { id: key } });
    if (sent !== null) return;
    // One waits already. Held until we commit, or it could run before what we wrote is there to be read.
    const held = await tx.execute(sql`
      select 1 from pgboss.job
      where name = ${queue.name} and singleton_key = ${key} and state = 'created' for share`);
    if (held.length > 0) return;
  }
  throw new Error(`the queue ${queue.name} took no job`);
}

/**
 * Makes or upgrades the tables of the jobs and makes every queue. For the migration alone, under its lock: no other
 * process changes them.
 */
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
