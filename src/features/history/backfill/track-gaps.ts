import type { Sql } from "postgres";
import type { Clock } from "#platform/clock.ts";
import { stepMs, storedSteps } from "#features/history/rules/bucket.ts";
import type { StoredStep } from "#features/history/rules/bucket.ts";
import { newestWantedMs, seriesReachMs, wantedBuckets } from "#features/history/rules/wanted-buckets.ts";
import { STEP_S } from "#features/history/rules/step.ts";

/** How far back (ms) a routine check looks. New gaps appear within days; older ones are found once per start. */
const RECENT_MS = 3 * 86_400_000;
/** The Grand Exchange opened on 2015-02-26 (docs/market-rules.md section 8): a stored bucket before that is a mistake. */
const OPENED_MS = Date.UTC(2015, 1, 26);
/** The most buckets that one statement checks, so that years of 5m stay below its time limit. */
const CHECKED_AT_ONCE = 10_000;

/**
 * Records as a gap every bucket that should be stored and is not, since the oldest stored bucket or the start of the
 * window of `wantedBuckets`, whichever is earlier, and never before the Grand Exchange opened. `whole` checks all of
 * that range, otherwise its last days. Returns how many gaps are new.
 */
export async function trackGaps(
  deps: { sql: Sql; clock: Clock },
  { whole }: { whole: boolean },
): Promise<{ found: number }> {
  const now = deps.clock.now();
  const window = wantedBuckets(now.getTime());
  let found = 0;
  for (const step of storedSteps) {
    const newest = newestWantedMs(step, now.getTime());
    const oldestWanted = Math.min(
      ...window.filter((bucket) => bucket.step === step).map((bucket) => bucket.bucketAtMs),
    );
    const oldestStored = (await findOldest(deps.sql, step)) ?? Infinity;
    const oldest = Math.min(oldestWanted, Math.max(OPENED_MS, oldestStored));
    const from = whole ? oldest : Math.max(oldest, Math.min(oldestWanted, now.getTime() - RECENT_MS));
    const sliceMs = CHECKED_AT_ONCE * stepMs(step);
    for (let atMs = from; atMs <= newest; atMs += sliceMs) {
      found += await insertGaps(deps.sql, step, {
        from: atMs,
        before: Math.min(atMs + sliceMs, newest + 1),
        now,
      });
    }
  }
  // Buckets that were stored while the gaps were searched.
  await deps.sql`
    delete from price_gaps using price_buckets as bucket
    where bucket.step_s = price_gaps.step_s and bucket.bucket_at = price_gaps.bucket_at
      and bucket.status = 'stored'`;
  return { found };
}

/** Records the buckets of [from, before), epoch ms, that are not stored. Returns how many of the gaps are new. */
async function insertGaps(
  sql: Sql,
  step: StoredStep,
  { from, before, now }: { from: number; before: number; now: Date },
): Promise<number> {
  const stepS = STEP_S[step];
  const inserted = await sql`
    insert into price_gaps (step_s, bucket_at, found_at)
    select ${stepS}::int, at, ${now}::timestamptz
    from generate_series(${new Date(from)}::timestamptz, ${new Date(before - 1)}::timestamptz,
      make_interval(secs => ${stepS}::int)) as wanted (at)
    where not exists (select from price_buckets
      where step_s = ${stepS} and bucket_at = at and status = 'stored')
    order by at
    on conflict do nothing`;
  return inserted.count;
}

async function findOldest(sql: Sql, step: StoredStep): Promise<number | null> {
  const [first] = await sql<{ at: Date }[]>`
    select bucket_at as at from price_buckets where step_s = ${STEP_S[step]} order by bucket_at limit 1`;
  return first?.at.getTime() ?? null;
}

/** After this many answers without the bucket, it is no longer requested. */
export const MAX_ATTEMPTS = 5;

/**
 * Records a request that did not bring the bucket. Only an answer (`isAnswered`) counts as an attempt: an unreachable
 * feed says nothing about the bucket. After the last attempt the gap becomes unfillable, unless it is being filled from
 * item series (`createSeriesFill` decides then) and the series still reach back to it.
 */
export async function recordAttempt(
  deps: { sql: Sql; clock: Clock },
  { step, bucketAtMs }: { step: StoredStep; bucketAtMs: number },
  { problem, isAnswered }: { problem: string; isAnswered: boolean },
): Promise<void> {
  const now = deps.clock.now();
  const counts = isAnswered ? 1 : 0;
  const reach = new Date(seriesReachMs(step, now.getTime()));
  await deps.sql`
    insert into price_gaps as existing (step_s, bucket_at, found_at, attempts, tried_at, problem)
    values (${STEP_S[step]}, ${new Date(bucketAtMs)}, ${now}, ${counts}, ${now}, ${problem})
    on conflict (step_s, bucket_at) do update set attempts = existing.attempts + ${counts}, tried_at = excluded.tried_at,
      problem = excluded.problem, unfillable = existing.attempts + ${counts} >= ${MAX_ATTEMPTS}
        and (existing.series_item_id is null or existing.bucket_at < ${reach})`;
}
