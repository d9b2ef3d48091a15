import type { Sql, TransactionSql } from "postgres";
import type { Clock } from "#platform/clock.ts";
import type { Log } from "#platform/log/log.ts";
import { epochMs, timestampsOf } from "#platform/db/epoch.ts";
import { stepMs } from "#features/history/rules/bucket.ts";
import { findSources, longSteps } from "./find-sources.ts";
import type { LongStep, ShortStep, Source } from "./find-sources.ts";
import type { Bucket } from "#features/history/ingest/parse-bucket.ts";
import { periodOf } from "#features/history/rules/period.ts";
import { bucketsOf, pointsByItem } from "#features/history/read/read-buckets.ts";
import { rollUp } from "#features/history/rules/rollup.ts";
import { STEP_S } from "#features/history/rules/step.ts";
import { storeBucketsIn } from "#features/history/store/store-buckets.ts";
import { findObserved } from "#features/history/store/record-buckets.ts";
import { withPeriod } from "#features/history/store/with-period.ts";

type Deps = { sql: Sql; clock: Clock; log?: Log };

/** How long (ms) after its close a bucket is left to the feed, whose own averages are more exact than a roll-up. */
const FEED_FIRST_MS = { "1h": 10 * 60_000, "6h": 5 * 60_000, "24h": 30 * 60_000 } as const satisfies Record<
  LongStep,
  number
>;
/** How much time (ms) one transaction covers, to bound memory: a day of 5m is about 500,000 points. */
const GROUP_MS = 86_400_000;
/** The most buckets of a step per run, so that a year's backfill does not keep other jobs waiting. */
const MAX_BUCKETS = 720;

/**
 * Makes the buckets that are due from shorter ones (docs/market-rules.md section 8). Buckets that were observed are
 * left alone. Returns how many due buckets were processed. After a crash the unprocessed ones are still due.
 */
export async function rollUpBuckets(deps: Deps, signal?: AbortSignal): Promise<{ processed: number }> {
  let processed = 0;
  for (const step of longSteps) {
    const closedBefore = deps.clock.now().getTime() - FEED_FIRST_MS[step] - stepMs(step);
    const due = await deps.sql<{ atMs: number }[]>`
      select ${epochMs(deps.sql, "bucket_at")} as "atMs" from rollups_due
      where step_s = ${STEP_S[step]} and bucket_at <= ${new Date(closedBefore)}
      order by bucket_at desc limit ${MAX_BUCKETS}`;
    const groups = Map.groupBy(due, ({ atMs }) => Math.floor(atMs / GROUP_MS));
    for (const group of groups.values()) {
      if (signal?.aborted) return { processed };
      processed += await rollUpGroup(
        deps,
        step,
        group.map(({ atMs }) => atMs),
      );
    }
  }
  return { processed };
}

/** Rolls up buckets of one UTC day, which lie in one period. */
async function rollUpGroup(deps: Deps, step: LongStep, bucketsAtMs: readonly number[]): Promise<number> {
  const period = { step, periodAtMs: periodOf(step, bucketsAtMs[0] ?? 0) };
  return withPeriod(deps, period, "closed", async (tx, state) => {
    // Locked before the shorter buckets are read: a writer that changes one of them later marks the bucket due again.
    const due = await lockDue(tx, step, bucketsAtMs);
    const sources = await findSources(tx, step, due, state.now.getTime());
    const ready = due.filter((at) => sources.get(at) !== "wait");
    await tx`delete from rollups_due where step_s = ${STEP_S[step]}
      and bucket_at in ${timestampsOf(tx, ready)}`;
    // Most 1h and 24h buckets are observed; skipping them here saves reading their sources.
    const observed = await findObserved(tx, step, ready);
    const unobserved = ready.filter((at) => !observed.has(at));
    const buckets = await makeBuckets(tx, step, unobserved, sources);
    await storeBucketsIn(tx, { ...period, buckets, origin: "rollup" }, state);
    return ready.length;
  });
}

/** Locks the rows of these due buckets in time order and returns those that are still due. */
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

/** Computes buckets from the points of their source steps. A bucket without trades has no rows. */
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
