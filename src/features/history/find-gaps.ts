import type { Sql } from "postgres";
import type { Clock } from "#platform/clock.ts";
import { stepMs, storedSteps } from "./bucket.ts";
import type { StoredStep } from "./bucket.ts";
import { wantedBuckets } from "./plan.ts";
import type { WantedBucket } from "./plan.ts";

/** A bucket that was set aside or empty is asked for again after so long, while it is young enough to heal. */
const AGAIN_AFTER_MS = 10 * 60_000;
const HEALS_WITHIN_MS = 2 * 86_400_000;
/** Of gaps beyond the first window, so many a pass: they are old, and others wait too. */
const OLDER_AT_ONCE = 1_000;

export type Gaps = {
  /** In the order in which to fetch them. */
  wanted: WantedBucket[];
  /** Of the whole window: how many buckets it has, and how many of them were ever answered. */
  total: number;
  done: number;
};

const keyOf = (stepS: number, bucketAtMs: number): string => `${stepS}:${bucketAtMs}`;
const keyOfBucket = ({ step, bucketAtMs }: WantedBucket): string => keyOf(stepMs(step) / 1_000, bucketAtMs);

/** What of the wanted history is absent, or doubtful and worth another look; then the gaps of the years before. */
export async function findGaps(deps: { sql: Sql; clock: Clock }): Promise<Gaps> {
  const now = deps.clock.now();
  const window = wantedBuckets(now.getTime());
  const oldest = new Date(Math.min(...window.map((bucket) => bucket.bucketAtMs)));
  const rows = await deps.sql<{ stepS: number; bucketAt: Date; status: string; receivedAt: Date }[]>`
    select step_s as "stepS", bucket_at as "bucketAt", status, received_at as "receivedAt"
    from price_buckets where bucket_at >= ${oldest} and step_s in ${deps.sql(storedSteps.map((step) => stepMs(step) / 1_000))}`;
  const answered = new Set<string>();
  const settled = new Set<string>();
  for (const row of rows) {
    const key = keyOf(row.stepS, row.bucketAt.getTime());
    answered.add(key);
    const young = now.getTime() - row.bucketAt.getTime() < HEALS_WITHIN_MS + row.stepS * 1_000;
    const askAgain = young && now.getTime() - row.receivedAt.getTime() >= AGAIN_AFTER_MS;
    if (row.status === "stored" || !askAgain) settled.add(key);
  }
  const noted = await readNoted(deps.sql);
  for (const gap of noted) if (gap.unfillable) answered.add(keyOfBucket(gap));
  const given = new Set(noted.filter((gap) => gap.unfillable).map(keyOfBucket));
  const inWindow = new Set(window.map(keyOfBucket));
  const older = noted.filter((gap) => !gap.unfillable && !inWindow.has(keyOfBucket(gap)));
  return {
    wanted: [
      ...window.filter((bucket) => !settled.has(keyOfBucket(bucket)) && !given.has(keyOfBucket(bucket))),
      ...older.map(({ step, bucketAtMs }) => ({ step, bucketAtMs })),
    ],
    total: window.length + older.length,
    done: window.filter((bucket) => answered.has(keyOfBucket(bucket))).length,
  };
}

type Noted = WantedBucket & { unfillable: boolean };

/** Those given up of any age, and the newest others that no window holds. */
async function readNoted(sql: Sql): Promise<Noted[]> {
  const rows = await sql<{ stepS: number; atMs: number; unfillable: boolean }[]>`
    (select step_s as "stepS", (extract(epoch from bucket_at) * 1000)::float8 as "atMs", unfillable
      from price_gaps where not unfillable order by bucket_at desc limit ${OLDER_AT_ONCE})
    union all
    (select step_s, (extract(epoch from bucket_at) * 1000)::float8, unfillable from price_gaps where unfillable)`;
  const stepOf = new Map<number, StoredStep>(storedSteps.map((step) => [stepMs(step) / 1_000, step]));
  return rows.flatMap(({ stepS, atMs, unfillable }) => {
    const step = stepOf.get(stepS);
    return step === undefined ? [] : { step, bucketAtMs: atMs, unfillable };
  });
}
