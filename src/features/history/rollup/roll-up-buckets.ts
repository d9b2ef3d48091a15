import type { Sql, TransactionSql } from "postgres";
import type { Clock } from "#platform/clock.ts";
import type { Log } from "#platform/log/log.ts";
import { epochMs, timestampsOf } from "#platform/db/epoch.ts";
import { stepMs } from "#features/history/rules/bucket.ts";
import { findSources, longSteps } from "./find-sources.ts";
import type { LongStep, ShortStep, Source } from "./find-sources.ts";
import type { Bucket } from "#features/history/backfill/parse-bucket.ts";
import { periodOf } from "#features/history/rules/period.ts";
import { bucketsOf, pointsByItem } from "#features/history/read/read-buckets.ts";
import { rollUp } from "#features/history/rules/rollup.ts";
import { STEP_S } from "#features/history/rules/step.ts";
import { storeBucketsIn } from "#features/history/store/store-buckets.ts";
import { withPeriod } from "#features/history/store/with-period.ts";

type Deps = { sql: Sql; clock: Clock; log?: Log };

/** After its close a bucket is left so long (ms) to the feed, whose own is better than one made here. */
const FEED_FIRST_MS = { "1h": 10 * 60_000, "6h": 5 * 60_000, "24h": 30 * 60_000 } as const satisfies Record<
  LongStep,
  number
>;
/** The points of so long (ms) are in memory at once: a day of five minutes is some 500,000. */
const AT_ONCE_MS = 86_400_000;
/** A backfill of a year is taken in parts, so that other jobs get their turn. */
const MAX_BUCKETS = 720;

/**
 * Makes the buckets that are due of shorter ones, where none was observed, and again where a late point changed
 * those. Answers how many were made or found observed. A kill at any moment leaves what was due still due.
 */
export async function rollUpBuckets(deps: Deps, signal?: AbortSignal): Promise<{ settled: number }> {
  let settled = 0;
  for (const step of longSteps) {
    const closedBefore = deps.clock.now().getTime() - FEED_FIRST_MS[step] - stepMs(step);
    const due = await deps.sql<{ atMs: number }[]>`
      select ${epochMs(deps.sql, "bucket_at")} as "atMs" from rollups_due
      where step_s = ${STEP_S[step]} and bucket_at <= ${new Date(closedBefore)}
      order by bucket_at desc limit ${MAX_BUCKETS}`;
    const groups = Map.groupBy(due, ({ atMs }) => Math.floor(atMs / AT_ONCE_MS));
    for (const group of groups.values()) {
      if (signal?.aborted) return { settled };
      settled += await rollUpGroup(
        deps,
        step,
        group.map(({ atMs }) => atMs),
      );
    }
  }
  return { settled };
}

/** Buckets of one UTC day, so of one period. */
async function rollUpGroup(deps: Deps, step: LongStep, bucketsAtMs: readonly number[]): Promise<number> {
  const period = { step, periodAtMs: periodOf(step, bucketsAtMs[0] ?? 0) };
  return withPeriod(deps, period, "closed", async (tx, state) => {
    // Locked before the shorter buckets are read: a writer that changes one of them later marks the bucket due again.
    const due = await lockDue(tx, step, bucketsAtMs);
    const sources = await findSources(tx, step, due, state.now.getTime());
    const ready = due.filter((at) => sources.get(at) !== "wait");
    await tx`delete from rollups_due where step_s = ${STEP_S[step]}
      and bucket_at in ${timestampsOf(tx, ready)}`;
    const unobserved = await withoutObserved(tx, step, ready);
    const buckets = await makeBuckets(tx, step, unobserved, sources);
    await storeBucketsIn(tx, { ...period, buckets, origin: "rollup" }, state);
    return ready.length;
  });
}

async function lockDue(
  tx: TransactionSql,
  step: LongStep,
  bucketsAtMs: readonly number[],
): Promise<number[]> {
  const rows = await tx<{ atMs: number }[]>`
    select ${epochMs(tx, "bucket_at")} as "atMs" from rollups_due
    where step_s = ${STEP_S[step]}
      and bucket_at in ${timestampsOf(tx, bucketsAtMs)}
    order by bucket_at for update`;
  return rows.map(({ atMs }) => atMs);
}

/** Most hours and days are observed: nothing is read for them. */
async function withoutObserved(tx: TransactionSql, step: LongStep, bucketsAtMs: readonly number[]) {
  const rows = await tx<{ atMs: number }[]>`
    select ${epochMs(tx, "bucket_at")} as "atMs" from price_buckets
    where step_s = ${STEP_S[step]} and status = 'stored' and origin <> 'rollup'
      and bucket_at in ${timestampsOf(tx, bucketsAtMs)}`;
  const observed = new Set(rows.map(({ atMs }) => atMs));
  return bucketsAtMs.filter((at) => !observed.has(at));
}

/** The buckets as their sources make them. */
export async function makeBuckets(
  sql: Sql | TransactionSql,
  step: LongStep,
  bucketsAtMs: readonly number[],
  sources: ReadonlyMap<number, Source>,
): Promise<Bucket[]> {
  const made: Bucket[] = [];
  for (const source of ["5m", "1h"] as const satisfies readonly ShortStep[]) {
    const own = bucketsAtMs.filter((at) => sources.get(at) === source);
    if (own.length === 0) continue;
    const fromMs = Math.min(...own);
    const toMs = Math.max(...own) + stepMs(step);
    const byItem = await pointsByItem(sql, { step: source, fromMs, toMs });
    const rolled = new Map([...byItem].map(([itemId, points]) => [itemId, rollUp(points, stepMs(step))]));
    const byTime = new Map(bucketsOf(rolled).map((bucket) => [bucket.bucketAtMs, bucket]));
    made.push(...own.map((bucketAtMs) => byTime.get(bucketAtMs) ?? { bucketAtMs, rows: [] }));
  }
  return made;
}
