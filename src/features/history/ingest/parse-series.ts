import { isFields, isItemId, refuse } from "#features/feed/rules/values.ts";
import type { Parsed, Refusals } from "#features/feed/rules/values.ts";
import type { StoredStep } from "#features/history/rules/bucket.ts";
import { parseBucket } from "#features/history/ingest/parse-bucket.ts";
import type { Bucket } from "#features/history/ingest/parse-bucket.ts";

/** One item's points as buckets of one row, oldest first. */
export type ItemSeries = { itemId: number; buckets: Bucket[] };

/** Returns the starts (Unix seconds) of a `/timeseries` answer's points, without those that are not numbers. */
export const timesOfSeries = (body: unknown): number[] =>
  isFields(body) && Array.isArray(body["data"])
    ? body["data"].flatMap((point: unknown) =>
        isFields(point) && typeof point["timestamp"] === "number" ? point["timestamp"] : [],
      )
    : [];

/**
 * Parses a `/timeseries` answer (docs/market-rules.md section 1). Each point is validated like a row of a bucket. The
 * last of two points of the same time wins.
 */
export function parseSeries(body: unknown, step: StoredStep, nowMs: number): Parsed<ItemSeries> {
  if (!isFields(body) || !Array.isArray(body["data"]) || !isItemId(body["itemId"])) {
    return { ok: false, problem: "not a series" };
  }
  const { itemId } = body;
  const refused: Refusals = {};
  const byTime = new Map<number, Bucket>();
  for (const point of body["data"] as unknown[]) {
    if (!isFields(point)) {
      refuse(refused, "not a row");
      continue;
    }
    const { timestamp, ...row } = point;
    const parsed = parseBucket(
      { data: { [String(itemId)]: row }, timestamp },
      { step, bucketAtMs: null },
      nowMs,
    );
    if (!parsed.ok) refuse(refused, "not a bucket's time");
    else if (parsed.value.rows.length > 0) byTime.set(parsed.value.bucketAtMs, parsed.value);
    else for (const reason of Object.keys(parsed.refused)) refuse(refused, reason);
  }
  const buckets = [...byTime.values()].toSorted((a, b) => a.bucketAtMs - b.bucketAtMs);
  return { ok: true, value: { itemId, buckets }, refused };
}
