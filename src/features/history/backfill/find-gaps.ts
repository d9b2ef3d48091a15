import type { Sql } from "postgres";
import type { Clock } from "#platform/clock.ts";
import { epochMs, fromEpochMs } from "#platform/db/epoch.ts";
import { pgArray } from "#platform/db/pg-array.ts";
import { storedSteps } from "#features/history/rules/bucket.ts";
import type { StoredStep } from "#features/history/rules/bucket.ts";
import { wantedBuckets } from "#features/history/rules/wanted-buckets.ts";
import type { WantedBucket } from "#features/history/rules/wanted-buckets.ts";
import { STEP_S } from "#features/history/rules/step.ts";

/** Seconds until a bucket is requested again after an answer without it; each further attempt triples the wait. */
const RETRY_AFTER_S = 600;
const RETRY_FACTOR = 3;
const MAX_RETRY_AFTER_S = 86_400;
/** The most gaps per pass from before the window of `wantedBuckets`. */
const MAX_OLDER_GAPS = 1_000;

export type Gaps = {
  /** The buckets to fetch, in this order. */
  wanted: WantedBucket[];
  /** Buckets of the window, and older gaps that are due. */
  total: number;
  /** Buckets of the window that were answered: stored, quarantined or unfillable. */
  done: number;
};

/**
 * Finds the buckets to request now: first the missing or quarantined ones of the window of `wantedBuckets`, then older
 * gaps. Leaves out stored buckets, unfillable gaps, and those whose next attempt is not due yet.
 */
export async function findGaps(deps: { sql: Sql; clock: Clock }): Promise<Gaps> {
  const now = deps.clock.now();
  const window = wantedBuckets(now.getTime());
  const states = await readStates(deps.sql, window, now);
  const older = await readOlder(deps.sql, window, now);
  return {
    wanted: [...window.filter((_bucket, index) => states[index]?.due === true), ...older],
    total: window.length + older.length,
    done: states.filter(({ answered }) => answered).length,
  };
}

/** SQL condition: the next attempt is due, after `tries` answers without the bucket, the last of them at `asked_at`. */
const isDue = (
  sql: Sql,
  now: Date,
) => sql`coalesce(asked_at + make_interval(secs => least(${MAX_RETRY_AFTER_S}::float8,
  ${RETRY_AFTER_S}::float8 * power(${RETRY_FACTOR}::float8, least(greatest(tries, 1), 9) - 1))) <= ${now}::timestamptz, true)`;

/** Reads the state of each bucket of the window, in order. Failed requests without an answer do not delay the next one. */
async function readStates(sql: Sql, window: readonly WantedBucket[], now: Date) {
  return sql<{ answered: boolean; due: boolean }[]>`
    select answered, not final and ${isDue(sql, now)} as due
    from (
      select place, bucket.status is not null or coalesce(gap.unfillable, false) as answered,
        coalesce(bucket.status = 'stored', false) or coalesce(gap.unfillable, false) as final,
        greatest(bucket.received_at, case when gap.attempts > 0 then gap.tried_at end) as asked_at,
        coalesce(gap.attempts, 0) as tries
      from unnest(${pgArray(window.map(({ step }) => STEP_S[step]))}::int[],
        ${pgArray(window.map(({ bucketAtMs }) => bucketAtMs))}::float8[]) with ordinality as input (step_s, at_ms, place)
      left join price_buckets as bucket
        on bucket.step_s = input.step_s and bucket.bucket_at = ${fromEpochMs(sql, "input.at_ms")}
      left join price_gaps as gap on gap.step_s = input.step_s and gap.bucket_at = ${fromEpochMs(sql, "input.at_ms")}
    ) as state order by place`;
}

/** Reads the newest gaps from before their step's window whose next attempt is due. */
async function readOlder(sql: Sql, window: readonly WantedBucket[], now: Date): Promise<WantedBucket[]> {
  const starts = storedSteps.map((step) =>
    Math.min(...window.filter((bucket) => bucket.step === step).map(({ bucketAtMs }) => bucketAtMs)),
  );
  const rows = await sql<{ stepS: number; bucketAtMs: number }[]>`
    select step_s as "stepS", ${epochMs(sql, "bucket_at")} as "bucketAtMs"
    from (
      select gap.*, case when attempts > 0 then tried_at end as asked_at, attempts as tries
      from unnest(${pgArray(storedSteps.map((step) => STEP_S[step]))}::int[], ${pgArray(starts)}::float8[])
        as input (step_s, start_ms)
      join price_gaps as gap on gap.step_s = input.step_s and gap.bucket_at < ${fromEpochMs(sql, "input.start_ms")}
      where not gap.unfillable
    ) as older
    where ${isDue(sql, now)} order by bucket_at desc limit ${MAX_OLDER_GAPS}`;
  const stepByLength = new Map<number, StoredStep>(storedSteps.map((step) => [STEP_S[step], step]));
  return rows.flatMap(({ stepS, bucketAtMs }) => {
    const step = stepByLength.get(stepS);
    return step === undefined ? [] : { step, bucketAtMs };
  });
}
