import type { Sql } from "postgres";
import type { Clock } from "#platform/clock.ts";
import { storedSteps } from "#features/history/rules/bucket.ts";
import type { StoredStep } from "#features/history/rules/bucket.ts";
import { newestWantedMs, seriesReachMs, wantedBuckets } from "#features/history/rules/wanted-buckets.ts";
import { STEP_S } from "#features/history/rules/step.ts";

/** How far back (ms) a routine check looks. New gaps appear within days; older ones are found once per start. */
const RECENT_MS = 3 * 86_400_000;

/**
 * Records as a gap every bucket that should be stored and is not, since the oldest stored bucket or the start of the
 * window of `wantedBuckets`, whichever is earlier. `whole` checks all of that range, otherwise its last days. Returns
 * how many gaps are new.
 */
export async function trackGaps(
  deps: { sql: Sql; clock: Clock },
  { whole }: { whole: boolean },
): Promise<{ found: number }> {
  const now = deps.clock.now();
  const window = wantedBuckets(now.getTime());
  let found = 0;
  for (const step of storedSteps) {
    const stepS = STEP_S[step];
    const newest = newestWantedMs(step, now.getTime());
    const oldestWanted = Math.min(
      ...window.filter((bucket) => bucket.step === step).map((bucket) => bucket.bucketAtMs),
    );
    const oldest = Math.min(oldestWanted, (await findOldest(deps.sql, step)) ?? Infinity);
    const from = whole ? oldest : Math.max(oldest, Math.min(oldestWanted, now.getTime() - RECENT_MS));
    const inserted = await deps.sql`
      insert into price_gaps (step_s, bucket_at, found_at)
      select ${stepS}::int, at, ${now}::timestamptz
      from generate_series(${new Date(from)}::timestamptz, ${new Date(newest)}::timestamptz,
        make_interval(secs => ${stepS}::int)) as wanted (at)
      where not exists (select from price_buckets
        where step_s = ${stepS} and bucket_at = at and status = 'stored')
      order by at
      on conflict do nothing`;
    found += inserted.count;
  }
  // Buckets that were stored while the gaps were searched.
  await deps.sql`
    delete from price_gaps using price_buckets as bucket
    where bucket.step_s = price_gaps.step_s and bucket.bucket_at = price_gaps.bucket_at
      and bucket.status = 'stored'`;
  return { found };
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
