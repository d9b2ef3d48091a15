import { afterAll, beforeAll, expect, test } from "vitest";
import { getReport } from "#features/history/admin/get-report.ts";
import { listAlerts } from "#features/history/admin/list-alerts.ts";
import { listDrifts } from "#features/history/admin/list-drifts.ts";
import { closeAlerts, raiseAlert } from "#features/history/admin/raise-alert.ts";
import { recordAttempt, MAX_ATTEMPTS } from "#features/history/backfill/track-gaps.ts";
import { recordBackfill } from "#features/history/status/record-backfill.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { createTestClock, FEED_NOW } from "../../support/servers/feed.ts";

const HOUR_MS = 3_600_000;
const NOW = FEED_NOW.getTime();
const clock = createTestClock();
let database: TestDatabase;
const db = () => ({ db: database.db.orm });
const deps = () => ({ sql: database.db.sql, clock });

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test("a history of which nothing is known has nothing to tell", async () => {
  expect(await getReport(db())).toEqual({ backfill: null, gaps: [], refusals: [] });
  expect(await listAlerts(db())).toEqual({ alerts: [] });
  expect(await listDrifts(db())).toEqual({ drifts: [] });
});

test("gaps are counted by step, those given up apart, with the newest try", async () => {
  await recordBackfill(deps(), { done: 950, total: 1_013 });
  const bucketAtMs = Math.floor(NOW / HOUR_MS) * HOUR_MS - 5 * HOUR_MS;
  const gap = { step: "1h", bucketAtMs } as const;
  for (let tries = 0; tries < MAX_ATTEMPTS; tries++)
    await recordAttempt(deps(), gap, { problem: "not there", isAnswered: true });
  clock.advanceMs(60_000);
  for (const back of [1, 2]) {
    const later = { step: "1h", bucketAtMs: bucketAtMs + back * HOUR_MS } as const;
    await recordAttempt(deps(), later, { problem: "away", isAnswered: false });
  }
  await database.db.sql`
    insert into price_gaps (step_s, bucket_at, found_at) values (300, ${new Date(bucketAtMs)}, ${clock.now()})`;
  await database.db.sql`
    insert into history_refusals values ('later than 90 days', 300, 3000000000, ${clock.now()})`;
  expect(await getReport(db())).toEqual({
    backfill: { done: 950, total: 1_013 },
    gaps: [
      { step: "5m", open: 1, unfillable: 0, triedAt: null },
      { step: "1h", open: 2, unfillable: 1, triedAt: NOW + 60_000 },
    ],
    refusals: [{ reason: "later than 90 days", step: "5m", points: 3_000_000_000, lastAt: NOW + 60_000 }],
  });
});

test("an alert keeps since when and how often it happened, the newest first", async () => {
  clock.set(FEED_NOW);
  const drift = { kind: "drift" as const, subject: "2026-09-20", message: "3 of 48 buckets differ" };
  await raiseAlert(deps(), drift);
  clock.advanceMs(1_000);
  const partition = { kind: "partition made by the writer" as const, subject: "2026-10", message: "made" };
  await raiseAlert(deps(), partition);
  clock.advanceMs(1_000);
  await raiseAlert(deps(), { ...drift, message: "4 of 48 buckets differ" });
  expect((await listAlerts(db())).alerts).toEqual([
    {
      ...drift,
      message: "4 of 48 buckets differ",
      raisedAt: NOW,
      lastAt: NOW + 2_000,
      times: 2,
      closedAt: null,
    },
    { ...partition, raisedAt: NOW + 1_000, lastAt: NOW + 1_000, times: 1, closedAt: null },
  ]);
});

test("open alerts are listed before closed ones, and one that is raised again begins anew", async () => {
  clock.set(FEED_NOW);
  await database.db.sql`delete from history_alerts`;
  const listed = async () =>
    (await listAlerts(db())).alerts.map(({ subject, raisedAt, times, closedAt }) => [
      subject,
      (raisedAt - NOW) / 1_000,
      times,
      closedAt === null ? null : (closedAt - NOW) / 1_000,
    ]);
  const raise = (subject: string) => raiseAlert(deps(), { kind: "drift", subject, message: "differs" });
  for (const day of ["01", "02", "03"]) {
    await raise(day);
    clock.advanceMs(1_000);
  }
  await closeAlerts(deps(), "drift", "03");
  clock.advanceMs(1_000);
  await closeAlerts(deps(), "drift", "02");
  await closeAlerts(deps(), "partition made by the writer");
  // Closing again does not move the time.
  clock.advanceMs(1_000);
  await closeAlerts(deps(), "drift", "03");
  expect(await listed()).toEqual([
    ["01", 0, 1, null],
    ["02", 1, 1, 4],
    ["03", 2, 1, 3],
  ]);
  await raise("02");
  clock.advanceMs(1_000);
  await raise("01");
  expect(await listed()).toEqual([
    ["01", 0, 2, null],
    ["02", 5, 1, null],
    ["03", 2, 1, 3],
  ]);
});

test("a drift tells its bucket, where that came from and the worst of it", async () => {
  const at = Date.UTC(2026, 8, 20);
  await database.db.sql`
    insert into history_drift values (86400, ${new Date(at)}, 'feed', 3, 0, 1, 4151, 120, ${FEED_NOW})`;
  expect((await listDrifts(db())).drifts).toEqual([
    {
      step: "24h",
      at,
      origin: "feed",
      differing: 3,
      missing: 0,
      extra: 1,
      worstItemId: 4151,
      worstGp: 120,
      checkedAt: NOW,
    },
  ]);
});
