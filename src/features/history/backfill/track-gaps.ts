import type { Sql } from "postgres";
import type { Clock } from "#platform/clock.ts";
import { storedSteps } from "#features/history/rules/bucket.ts";
import type { StoredStep } from "#features/history/rules/bucket.ts";
import { newestWantedMs, seriesReachMs, wantedBuckets } from "#features/history/rules/wanted-buckets.ts";
import { STEP_S } from "#features/history/rules/step.ts";

/** What came late or not at all shows itself within days; what lies further back is looked through once a start. */
const RECENT_MS = 3 * 86_400_000;

/**
 * Notes every bucket that should be held and is not: since the first on record, and of the window that a first start
 * fetches. `whole` looks through all of the record, else its last days. Answers how many were new.
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
    const oldest = Math.min(oldestWanted, (await firstOnRecord(deps.sql, step)) ?? Infinity);
    const from = whole ? oldest : Math.max(oldest, Math.min(oldestWanted, now.getTime() - RECENT_MS));
    const noted = await deps.sql`
      insert into price_gaps (step_s, bucket_at, found_at)
      select ${stepS}::int, at, ${now}::timestamptz
      from generate_series(${new Date(from)}::timestamptz, ${new Date(newest)}::timestamptz,
        make_interval(secs => ${stepS}::int)) as wanted (at)
      where not exists (select from price_buckets
        where step_s = ${stepS} and bucket_at = at and status = 'stored')
      order by at
      on conflict do nothing`;
    found += noted.count;
  }
  // A bucket that came while they were looked for.
  await deps.sql`
    delete from price_gaps using price_buckets as known
    where known.step_s = price_gaps.step_s and known.bucket_at = price_gaps.bucket_at
      and known.status = 'stored'`;
  return { found };
}

async function firstOnRecord(sql: Sql, step: StoredStep): Promise<number | null> {
  const [first] = await sql<{ at: Date }[]>`
    select bucket_at as at from price_buckets where step_s = ${STEP_S[step]} order by bucket_at limit 1`;
  return first?.at.getTime() ?? null;
}

/** After so many answers without it a bucket is taken to be gone for good. */
export const MAX_ATTEMPTS = 5;

/**
 * Notes that a bucket was asked for in vain. `isAnswered`: the feed did answer, so trying again is less and less worth
 * it; a feed that is away says nothing about the bucket. One that is being put together from the items' series is not
 * given up here: that has its own end, unless the series reach back to it no more.
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
    insert into price_gaps as known (step_s, bucket_at, found_at, attempts, tried_at, problem)
    values (${STEP_S[step]}, ${new Date(bucketAtMs)}, ${now}, ${counts}, ${now}, ${problem})
    on conflict (step_s, bucket_at) do update set attempts = known.attempts + ${counts}, tried_at = excluded.tried_at,
      problem = excluded.problem, unfillable = known.attempts + ${counts} >= ${MAX_ATTEMPTS}
        and (known.series_item_id is null or known.bucket_at < ${reach})`;
}
