import { afterEach, beforeEach, expect, test } from "vitest";
import { historyJobs } from "#features/history/jobs.ts";
import { storeBuckets } from "#features/history/store/store-buckets.ts";
import { sleep } from "#platform/sleep.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { createTestClock, neverAborted, openTestUpstream, silentLog } from "../../support/servers/feed.ts";
import type { TestClock } from "../../support/servers/feed.ts";
import { noteWindow, someBuckets } from "../../support/market/history.ts";

const DAY = Date.parse("2028-02-29T00:00:00Z");
const MINUTE_MS = 60_000;
let database: TestDatabase;
let clock: TestClock;
let run: (name: string) => Promise<number>;

beforeEach(async () => {
  clock = createTestClock(new Date("2028-03-01T01:00:00Z"));
  database = await createTestDatabase();
  const jobs = historyJobs({
    sql: database.db.sql,
    clock,
    sleep,
    log: silentLog,
    backfillPaceMs: 0,
    upstream: openTestUpstream("http://127.0.0.1:1", clock),
  });
  run = async (name) => {
    const job = jobs.find((each) => each.name === name);
    if (job === undefined) throw new Error(`no job ${name}`);
    return job.run(neverAborted);
  };
  const buckets = someBuckets("5m", DAY, 288);
  await storeBuckets({ sql: database.db.sql, clock }, { step: "5m", buckets, origin: "import" });
});
afterEach(() => database.drop());

const count = async (table: "item_price_history" | "sealed_periods" | "history_drift") => {
  const [row] = await database.db.sql<
    { rows: number }[]
  >`select count(*)::int as rows from ${database.db.sql(table)}
    ${table === "item_price_history" ? database.db.sql`where step_s = 300` : database.db.sql``}`;
  return row?.rows ?? 0;
};

test("a day is sealed when it has been over for three hours", async () => {
  await run("seal");
  expect(await count("sealed_periods")).toBe(0);
  clock.set(new Date("2028-03-01T03:00:00Z"));
  expect(await run("seal")).toBe(10 * MINUTE_MS);
  expect(await count("sealed_periods")).toBe(1);
  expect(await count("item_price_history")).toBe(0);
});

test("roll-ups are checked at 03:40 UTC, and somebody is told of those that differ", async () => {
  await run("roll-up");
  expect(await run("drift")).toBe(160 * MINUTE_MS);
  await database.db.sql`update item_price_history set high_volume = high_volume + 1
    where step_s = 3600 and bucket_at = ${new Date(DAY)} and item_id = 2`;
  clock.set(new Date("2028-03-01T03:40:00Z"));
  expect(await run("drift")).toBe(24 * 60 * MINUTE_MS);
  expect(await count("history_drift")).toBe(1);
  expect(await database.db.sql`select kind, subject from history_alerts`).toEqual([
    { kind: "drift", subject: "2028-02-29" },
  ]);
});

test("the alert of a day that differs is closed by the check that finds it mended, however old the day is", async () => {
  const alert = async () => (await database.db.sql`select subject, times, closed_at from history_alerts`)[0];
  const changeBy = (units: number) => database.db.sql`
    update item_price_history set high_volume = high_volume + ${units}
    where step_s = 3600 and bucket_at = ${new Date(DAY)} and item_id = 2`;
  const check = async (at: string) => {
    clock.set(new Date(at));
    await run("drift");
  };
  await run("roll-up");
  await run("drift");
  await changeBy(1);
  await check("2028-03-01T03:40:00Z");
  expect(await alert()).toMatchObject({ subject: "2028-02-29", times: 1, closed_at: null });

  await check("2028-03-20T03:40:00Z");
  expect(await alert(), "still differs").toMatchObject({ times: 2, closed_at: null });
  await changeBy(-1);
  await database.db.sql`insert into rollups_due values (3600, ${new Date(DAY)}, now())`;
  await check("2028-03-21T03:40:00Z");
  expect(await alert(), "could not be compared").toMatchObject({ times: 2, closed_at: null });
  await database.db.sql`delete from rollups_due`;
  await check("2028-03-22T03:40:00Z");
  expect(await alert()).toMatchObject({ times: 2, closed_at: new Date("2028-03-22T03:40:00Z") });
});

test("the alert of a day whose buckets are no longer stored is closed", async () => {
  await run("drift");
  await database.db.sql`
    insert into history_drift values (86400, '2028-01-05', 'feed', 3, 0, 1, 4151, 120, now())`;
  await database.db.sql`
    insert into history_alerts (kind, subject, message, raised_at, last_at) values ('drift', '2028-01-05', 'differs', now(), now())`;
  clock.set(new Date("2028-03-01T03:40:00Z"));
  await run("drift");
  expect(await count("history_drift")).toBe(0);
  expect(await database.db.sql`select closed_at from history_alerts`).toEqual([{ closed_at: clock.now() }]);
});

test("the backfill asks again soon after a first failure, however long it had nothing to do", async () => {
  await noteWindow(database.db.sql, clock.now());
  for (let quiet = 0; quiet < 8; quiet++) expect(await run("backfill")).toBe(5 * MINUTE_MS);
  await database.db.sql`delete from price_buckets where step_s = 3600 and bucket_at = ${new Date(DAY)}`;
  expect([await run("backfill"), await run("backfill")]).toEqual([2 * MINUTE_MS, 4 * MINUTE_MS]);
  await noteWindow(database.db.sql, clock.now());
  await run("backfill");
  await database.db.sql`delete from price_buckets where step_s = 3600 and bucket_at = ${new Date(DAY)}`;
  expect(await run("backfill")).toBe(2 * MINUTE_MS);
});

test("years of imported days are sealed a few at a time, so that other jobs get their turn", async () => {
  clock.set(new Date("2028-03-01T01:00:00Z"));
  await run("partitions");
  await database.db.sql`
    insert into item_price_history (item_id, step_s, bucket_at, high_volume, low_volume)
    select 1, 300, day, 0, 0 from generate_series('2028-02-01'::timestamptz, '2028-02-10'::timestamptz, '1 day') as day`;
  const waits: number[] = [];
  for (let turn = 0; turn < 3; turn++) waits.push(await run("seal"));
  expect(waits).toEqual([1_000, 1_000, 10 * MINUTE_MS]);
  expect(await count("sealed_periods")).toBe(10);
});
