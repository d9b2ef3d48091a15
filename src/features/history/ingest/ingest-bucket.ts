import type { Sql } from "postgres";
import { NOTHING_USABLE, countRefused } from "#features/feed/rules/values.ts";
import type { Refusals } from "#features/feed/rules/values.ts";
import type { Clock } from "#platform/clock.ts";
import { parseBucket } from "#features/history/ingest/parse-bucket.ts";
import type { BucketRequest } from "#features/history/ingest/parse-bucket.ts";
import { storeBucket } from "#features/history/store/store-bucket.ts";

export type BucketResult = {
  used: boolean;
  bucketAtMs: number | null;
  rows: number;
  changed: number;
  refused: Refusals;
  problem: string | null;
};

/** Validates and stores one answer of `/5m`, `/1h` or `/24h`. Stores nothing of a body that is malformed as a whole. */
export async function ingestBucket(
  deps: { sql: Sql; clock: Clock },
  request: BucketRequest,
  body: unknown,
): Promise<BucketResult> {
  const parsed = parseBucket(body, request, deps.clock.now().getTime());
  if (!parsed.ok) {
    return { used: false, bucketAtMs: null, rows: 0, changed: 0, refused: {}, problem: parsed.problem };
  }
  const { value: bucket, refused } = parsed;
  const facts = { bucketAtMs: bucket.bucketAtMs, rows: bucket.rows.length, refused };
  const refusedCount = countRefused(refused);
  if (facts.rows === 0 && refusedCount > 0) {
    return { ...facts, used: false, changed: 0, problem: NOTHING_USABLE };
  }
  const stored = await storeBucket(deps, { step: request.step, bucket, refusedCount });
  return { ...facts, used: stored.problem === null, changed: stored.changed, problem: stored.problem };
}
