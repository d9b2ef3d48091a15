import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { dropMonths } from "#features/history/store/drop-months.ts";
import { historyJobs } from "#features/history/jobs.ts";
import type { KeptHistory } from "#features/history/rules/retention.ts";
import { readBucketsOn } from "#features/history/read/read-buckets.ts";
import { storeBuckets } from "#features/history/store/store-buckets.ts";
import { storeBucket } from "#features/history/store/store-bucket.ts";
import { openLog } from "#platform/log/log.ts";
import { dropPartition, listPartitions } from "#platform/db/partitions.ts";
import { sleep } from "#platform/sleep.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { createTestClock, neverAborted, openTestUpstream, silentLog } from "../../support/servers/feed.ts";
import type { TestClock } from "../../support/servers/feed.ts";
import { someBuckets } from "../../support/market/history.ts";

const ROWS = "item_price_history";
const DAY_MS = 86_400_000;
let database: TestDatabase;
let clock: TestClock;

beforeEach(async () => {
  clock = createTestClock();
  database = await createTestDatabase();
});
afterEach(() => database.drop());

/** Keeps what it says at error level. */
function listeningLog() {
  const lines: { fields: unknown; message: string | undefined }[] = [];
  const log = openLog({ level: "silent", process: "test" });
  log.error = (fields: unknown, message?: string) => lines.push({ fields, message });
  return { log, lines };
}

const store = (nowIso: string, fromIso: string, count: number, log = silentLog) => {
  clock.set(new Date(nowIso));
  const buckets = someBuckets("5m", Date.parse(fromIso), count);
  const all = buckets.map((bucket) =>
    storeBucket({ sql: database.db.sql, clock, log }, { step: "5m", bucket, refusedCount: 0 }),
  );
  return Promise.all(all).then(() => buckets);
};
const partitions = async () => {
  const found = await listPartitions(database.db.sql, ROWS);
  return found.map(({ name }) => name.slice(-6));
};
/** Runs one of the worker's jobs with the days that an operator set. */
async function runJob(name: string, keptDays?: KeptHistory): Promise<void> {
  const jobs = historyJobs({
    sql: database.db.sql,
    clock,
    sleep,
    log: silentLog,
    backfillPaceMs: 0,
    upstream: openTestUpstream("http://127.0.0.1:1", clock),
    ...(keptDays && { keptDays }),
  });
  const job = jobs.find((each) => each.name === name);
  if (job === undefined) throw new Error(`no job ${name}`);
  await job.run(neverAborted);
}
const alerts = () => database.db.sql`select kind, subject, times from history_alerts`;

describe("with the partition job dead", () => {
  test.each([
    ["a month's end", "2026-09-30", "2026-10-01", ["202609", "202610"]],
    ["29 February", "2028-02-29", "2028-03-01", ["202802", "202803"]],
    ["a year's end", "2026-12-31", "2027-01-01", ["202612", "202701"]],
  ])("%s loses no row, and somebody is told", async (_name, last, first, months) => {
    const { log, lines } = listeningLog();
    const before = await store(`${last}T23:59:30Z`, `${last}T23:40:00Z`, 3, log);
    expect(lines).toEqual([]);
    const edge = await store(`${first}T00:00:20Z`, `${last}T23:55:00Z`, 1, log);
    expect(await alerts()).toEqual([]);
    const after = await store(`${first}T00:10:20Z`, `${first}T00:00:00Z`, 2, log);

    expect(await partitions()).toEqual(months);
    const read = await readBucketsOn(database.db.sql, {
      step: "5m",
      fromMs: Date.parse(`${last}T00:00:00Z`),
      toMs: Date.parse(`${first}T12:00:00Z`),
    });
    expect(read).toEqual([...before, ...edge, ...after]);
    expect(await alerts()).toEqual([
      { kind: "partition made by the writer", subject: `${ROWS} ${first.slice(0, 7)}`, times: 1 },
    ]);
    expect(lines).toEqual([
      { fields: expect.anything(), message: expect.stringContaining("the partition job does not run") },
    ]);
  });

  test("the alert is closed when the job has run again", async () => {
    await store("2026-09-30T23:59:30Z", "2026-09-30T23:40:00Z", 3);
    await store("2026-10-01T00:10:20Z", "2026-10-01T00:00:00Z", 2);
    const closed = async () => (await database.db.sql`select closed_at from history_alerts`)[0];
    expect(await closed()).toEqual({ closed_at: null });
    await runJob("partitions");
    expect(await closed()).toEqual({ closed_at: clock.now() });
  });

  test("a bucket of a past month alarms nobody", async () => {
    await store("2026-09-21T12:30:30Z", "2026-09-21T12:00:00Z", 1);
    await store("2026-09-21T12:30:30Z", "2026-05-21T12:00:00Z", 1);
    expect(await partitions()).toEqual(["202605", "202609"]);
    expect(await alerts()).toEqual([]);
  });

  test("nothing is said when the job made the month", async () => {
    clock.set(new Date("2026-09-30T23:59:30Z"));
    await runJob("partitions");
    await store("2026-10-01T00:05:20Z", "2026-10-01T00:00:00Z", 1);
    expect(await alerts()).toEqual([]);
  });
});

describe("retention", () => {
  const imported = async (step: "5m" | "1h", fromIso: string) => {
    clock.set(new Date("2028-06-15T12:00:00Z"));
    const buckets = someBuckets(step, Date.parse(fromIso), 4);
    await storeBuckets({ sql: database.db.sql, clock }, { step, buckets, origin: "import" });
    return buckets;
  };
  const names = async (parent: string) =>
    (await listPartitions(database.db.sql, parent)).map(({ name }) => name);

  test("drops a step's months that are wholly older, and no other step's", async () => {
    await imported("5m", "2028-01-31T00:00:00Z");
    await imported("5m", "2028-03-31T00:00:00Z");
    await imported("1h", "2028-01-31T00:00:00Z");
    const keep = { "5m": 90, "1h": null, "6h": null, "24h": null };
    expect(await dropMonths({ sql: database.db.sql, clock }, keep)).toEqual(["item_price_series_5m_p202801"]);
    expect(await names("item_price_series_5m")).toEqual(["item_price_series_5m_p202803"]);
    expect(await names("item_price_series_1h")).toEqual(["item_price_series_1h_p202801"]);
    const [left] = await database.db.sql`
      select count(*) filter (where step_s = 300)::int as five, count(*) filter (where step_s = 3600)::int as hours
      from price_buckets`;
    expect(left).toEqual({ five: 4, hours: 4 });
    expect(await dropMonths({ sql: database.db.sql, clock }, keep)).toEqual([]);
  });

  test("keeps everything unless told, and never less than a first start fetches", async () => {
    await imported("5m", "2020-01-31T00:00:00Z");
    await imported("1h", "2020-01-31T00:00:00Z");
    await runJob("retention");
    await runJob("retention", { history5m: null, history1h: 100 });
    expect(await names("item_price_series_5m")).toEqual(["item_price_series_5m_p202001"]);
    expect(await names("item_price_series_1h")).toEqual([]);
    await runJob("retention", { history5m: 100, history1h: null });
    expect(await names("item_price_series_5m")).toEqual([]);
    const buckets = await imported("5m", "2028-06-13T00:00:00Z");
    await dropMonths({ sql: database.db.sql, clock }, { "5m": 0, "1h": 0, "6h": 0, "24h": 0 });
    const query = { step: "5m", fromMs: 0, toMs: clock.now().getTime() } as const;
    expect(await readBucketsOn(database.db.sql, query)).toEqual(buckets);
  });

  test("drops nothing that this code did not make", async () => {
    await database.db.sql.unsafe(`
      create table item_price_series_5m_p201901 partition of item_price_series_5m
      for values from ('2019-01-01') to ('2019-02-01')`);
    clock.set(new Date("2028-06-15T12:00:00Z"));
    const keep = { "5m": 30, "1h": null, "6h": null, "24h": null };
    expect(await dropMonths({ sql: database.db.sql, clock }, keep)).toEqual([]);
  });

  test("goes on with a month that was detached and not yet dropped", async () => {
    await imported("5m", "2028-01-31T00:00:00Z");
    await database.db.sql.unsafe(
      "alter table item_price_series_5m detach partition item_price_series_5m_p202801",
    );
    const [month] = await listPartitions(database.db.sql, "item_price_series_5m");
    expect(month).toMatchObject({ isAttached: false });
    if (month) await dropPartition(database.db.sql, "item_price_series_5m", month);
    expect(await names("item_price_series_5m")).toEqual([]);
  });

  test("waits for nobody who reads another month", async () => {
    await imported("5m", "2028-01-31T00:00:00Z");
    await imported("5m", "2028-06-01T00:00:00Z");
    const [month] = await listPartitions(database.db.sql, "item_price_series_5m");
    if (month === undefined) throw new Error("no month");
    await dropPartition(database.db.sql, "item_price_series_5m", month);
    const at = clock.now().getTime() - 20 * DAY_MS;
    expect(
      await readBucketsOn(database.db.sql, { step: "5m", fromMs: at, toMs: at + 30 * DAY_MS }),
    ).toHaveLength(4);
  });
});
