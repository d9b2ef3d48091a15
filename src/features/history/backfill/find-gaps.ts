import type { Sql } from "postgres";
import type { Clock } from "#platform/clock.ts";
import { epochMs, fromEpochMs } from "#platform/db/epoch.ts";
import { pgArray } from "#platform/db/pg-array.ts";
import { storedSteps } from "#features/history/rules/bucket.ts";
import type { StoredStep } from "#features/history/rules/bucket.ts";
import { wantedBuckets } from "#features/history/rules/wanted-buckets.ts";
import type { WantedBucket } from "#features/history/rules/wanted-buckets.ts";
import { STEP_S } from "#features/history/rules/step.ts";

/** A bucket that an answer did not bring is asked for again after so long (s), and after each further one that much later. */
const RETRY_AFTER_S = 600;
const RETRY_FACTOR = 3;
const MAX_RETRY_AFTER_S = 86_400;
/** Of gaps beyond the first window, so many a pass: they are old, and others wait too. */
const MAX_OLDER_GAPS = 1_000;

export type Gaps = {
  /** In the order in which to fetch them. */
  wanted: WantedBucket[];
  /** Of the whole window: how many buckets it has, and how many of them were ever answered. */
  total: number;
  done: number;
};

/**
 * What of the wanted history is absent or was set aside, then the gaps of the years before: all that is neither stored
 * nor given up, and whose time to be asked for (again) has come.
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

/** Whether the time has come, by `tries` answers without the bucket of which the last came at `asked_at`. */
const isDue = (
  sql: Sql,
  now: Date,
) => sql`coalesce(asked_at + make_interval(secs => least(${MAX_RETRY_AFTER_S}::float8,
  ${RETRY_AFTER_S}::float8 * power(${RETRY_FACTOR}::float8, least(greatest(tries, 1), 9) - 1))) <= ${now}::timestamptz, true)`;

/** Of each bucket of the window, in its order. A feed that was away (no attempt counted) is asked again at once. */
async function readStates(sql: Sql, window: readonly WantedBucket[], now: Date) {
  return sql<{ answered: boolean; due: boolean }[]>`
    select answered, not settled and ${isDue(sql, now)} as due
    from (
      select place, known.status is not null or coalesce(gap.unfillable, false) as answered,
        coalesce(known.status = 'stored', false) or coalesce(gap.unfillable, false) as settled,
        greatest(known.received_at, case when gap.attempts > 0 then gap.tried_at end) as asked_at,
        coalesce(gap.attempts, 0) as tries
      from unnest(${pgArray(window.map(({ step }) => STEP_S[step]))}::int[],
        ${pgArray(window.map(({ bucketAtMs }) => bucketAtMs))}::float8[]) with ordinality as given (step_s, at_ms, place)
      left join price_buckets as known
        on known.step_s = given.step_s and known.bucket_at = ${fromEpochMs(sql, "given.at_ms")}
      left join price_gaps as gap on gap.step_s = given.step_s and gap.bucket_at = ${fromEpochMs(sql, "given.at_ms")}
    ) as state order by place`;
}

/** The newest gaps that lie before their step's window and are due. */
async function readOlder(sql: Sql, window: readonly WantedBucket[], now: Date): Promise<WantedBucket[]> {
  const starts = storedSteps.map((step) =>
    Math.min(...window.filter((bucket) => bucket.step === step).map(({ bucketAtMs }) => bucketAtMs)),
  );
  const rows = await sql<{ stepS: number; bucketAtMs: number }[]>`
    select step_s as "stepS", ${epochMs(sql, "bucket_at")} as "bucketAtMs"
    from (
      select gap.*, case when attempts > 0 then tried_at end as asked_at, attempts as tries
      from unnest(${pgArray(storedSteps.map((step) => STEP_S[step]))}::int[], ${pgArray(starts)}::float8[])
        as given (step_s, start_ms)
      join price_gaps as gap on gap.step_s = given.step_s and gap.bucket_at < ${fromEpochMs(sql, "given.start_ms")}
      where not gap.unfillable
    ) as older
    where ${isDue(sql, now)} order by bucket_at desc limit ${MAX_OLDER_GAPS}`;
  const stepOf = new Map<number, StoredStep>(storedSteps.map((step) => [STEP_S[step], step]));
  return rows.flatMap(({ stepS, bucketAtMs }) => {
    const step = stepOf.get(stepS);
    return step === undefined ? [] : { step, bucketAtMs };
  });
}
