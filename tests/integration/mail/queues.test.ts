import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Job } from "#platform/jobs/job-worker.ts";
import { requestJob, installJobs, sendJob } from "#platform/jobs/jobs.ts";
import type { JobQueue } from "#platform/jobs/jobs.ts";
import { migrateDatabase } from "#platform/db/migrate.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { jobsOf, POLL_OPTIONS, startTestWorker } from "../../support/servers/mail.ts";
import type { TestWorker } from "../../support/servers/mail.ts";

const each = {
  name: "test-each",
  policy: "each",
  retries: 1,
  retryAfterS: 1,
  retryAfterMaxS: 2,
  runLimitS: 30,
  keepWaitingS: 600,
  keepEndedS: 600,
} as const satisfies JobQueue;
const keyed = { ...each, name: "test-keyed", policy: "key" } as const satisfies JobQueue;

type Run = { key: string; end: (outcome?: "done" | Error) => void };
let database: TestDatabase;
let workers: TestWorker[];
/** Runs under way, and how many of each key there have been. */
let running: Run[];
let began: string[];

beforeAll(async () => {
  database = await createTestDatabase({ max: 8 });
  await installJobs(database.url, [each, keyed]);
});
afterAll(() => database.drop());
beforeEach(() => {
  [workers, running, began] = [[], [], []];
});
afterEach(async () => {
  for (const { end } of running) end();
  await Promise.all(workers.map((worker) => worker.stop()));
  await database.db.sql`delete from pgboss.job`;
});

/** Begins each job and leaves its end to the test. */
const hold = ({ data }: Job) =>
  new Promise<"done">((resolve, reject) => {
    const { key } = data as { key: string };
    const run: Run = {
      key,
      end: (outcome = "done") => {
        running = running.filter((other) => other !== run);
        if (outcome === "done") resolve(outcome);
        else reject(outcome);
      },
    };
    began.push(key);
    running.push(run);
  });
const work = (queue: JobQueue, run: (job: Job) => Promise<"done" | "dead"> = hold): TestWorker => {
  const worker = startTestWorker(database.url, () => [{ queue, concurrency: 2, run }]);
  workers.push(worker);
  return worker;
};
const ask = (key: string, tx: Parameters<typeof requestJob>[0] = database.db.orm) =>
  requestJob(tx, keyed, key);
const ended = async (queue: JobQueue) => (await jobsOf(database.db, queue.name)).map(({ state }) => state);
const runs = () => began.toSorted().join();

describe("a job asked for by key", () => {
  test("is shared by all who ask before it begins, and follows once more when asked for while it runs", async () => {
    await Promise.all(Array.from({ length: 12 }, () => ask("a")));
    work(keyed);
    await expect.poll(runs, POLL_OPTIONS).toBe("a");
    await Promise.all(Array.from({ length: 12 }, () => ask("a")));
    expect((await ended(keyed)).toSorted()).toEqual(["active", "created"]);
    running[0]?.end();
    await expect.poll(runs, POLL_OPTIONS).toBe("a,a");
    running[0]?.end();
    await expect.poll(() => ended(keyed), POLL_OPTIONS).toEqual(["completed", "completed"]);
    expect(runs()).toBe("a,a");
  });

  test("keeps no other key waiting while it runs, though it has been asked for again", async () => {
    // One loop runs it and one looks on: with more, one could pass by what another trips over.
    work(keyed);
    await ask("a");
    await expect.poll(runs, POLL_OPTIONS).toBe("a");
    await ask("a");
    await ask("b");
    await expect.poll(runs, POLL_OPTIONS).toBe("a,b");
    expect(running.map(({ key }) => key).toSorted()).toEqual(["a", "b"]);
  });

  test("does not begin before the transaction that asked for it has committed, though one waits already", async () => {
    await ask("a");
    const asked = Promise.withResolvers<void>();
    const commit = Promise.withResolvers<void>();
    const transaction = database.db.orm.transaction(async (tx) => {
      await ask("a", tx);
      asked.resolve();
      await commit.promise;
    });
    await asked.promise;
    work(keyed);
    await ask("b");
    await expect.poll(runs, POLL_OPTIONS).toBe("b");
    commit.resolve();
    await transaction;
    await expect.poll(runs, POLL_OPTIONS).toBe("a,b");
  });

  test("that failed is tried again, beside one that was asked for since, and not both at once", async () => {
    work(keyed);
    work(keyed);
    await ask("a");
    await expect.poll(runs, POLL_OPTIONS).toBe("a");
    await ask("a");
    running[0]?.end(new Error("not now"));
    await expect.poll(runs, POLL_OPTIONS).toBe("a,a");
    expect(running).toHaveLength(1);
    running[0]?.end();
    await expect.poll(runs, POLL_OPTIONS).toBe("a,a,a");
    expect(running).toHaveLength(1);
  });
});

test("a job that keeps failing is dead after its tries, and the last is an error in the log", async () => {
  const worker = work(each, () => Promise.reject(new Error("broken")));
  await sendJob(database.db.orm, each, {});
  await expect.poll(() => ended(each), POLL_OPTIONS).toEqual(["failed"]);
  expect(worker.said("a job failed; it is tried again later")).toHaveLength(1);
  expect(worker.said("a job failed for the last time")).toMatchObject([{ level: 50, attempt: 2 }]);
});

test("migrations that run at the same time make one set of tables, and bring a queue's new times", async () => {
  const changed = { ...each, runLimitS: 45 };
  const migrate = () => migrateDatabase({ url: database.url, folder: "drizzle", queues: [changed, keyed] });
  await database.db.sql`drop schema pgboss cascade`;
  await Promise.all([migrate(), migrate(), migrate()]);
  await installJobs(database.url, [each, keyed]);
  await migrate();
  const queues = await database.db
    .sql`select name, expire_seconds as run, policy from pgboss.queue order by 1`;
  expect(queues).toEqual([
    { name: "test-each", run: 45, policy: "standard" },
    { name: "test-keyed", run: 30, policy: "stately" },
  ]);
});
