import {
  CLOCK_SKEW_MS,
  isAmount,
  isFields,
  isPrice,
  itemIdOf,
  refuse,
  unreadable,
} from "#features/feed/rules/values.ts";
import type { Fields, Parsed, Refusals } from "#features/feed/rules/values.ts";
import { closesMs, stepMs } from "#features/history/rules/bucket.ts";
import type { StoredStep } from "#features/history/rules/bucket.ts";

/** Averages in gp, volumes in units; an average is null exactly when its side's volume is 0. */
export type BucketRow = {
  itemId: number;
  avgHigh: number | null;
  avgLow: number | null;
  highVolume: number;
  lowVolume: number;
};

export type Bucket = { bucketAtMs: number; rows: BucketRow[] };

/** The requested bucket; `bucketAtMs` null requests the newest complete one. */
export type BucketRequest = { step: StoredStep; bucketAtMs: number | null };

function rowOf(itemId: number, row: Fields): BucketRow | string {
  const { avgHighPrice, avgLowPrice, highPriceVolume, lowPriceVolume } = row;
  if (!isAmount(highPriceVolume) || !isAmount(lowPriceVolume)) return "not a volume";
  if (avgHighPrice !== null && !isPrice(avgHighPrice)) return "not a price";
  if (avgLowPrice !== null && !isPrice(avgLowPrice)) return "not a price";
  if ((avgHighPrice === null) !== (highPriceVolume === 0)) return "price and volume disagree";
  if ((avgLowPrice === null) !== (lowPriceVolume === 0)) return "price and volume disagree";
  if (highPriceVolume === 0 && lowPriceVolume === 0) return "nothing traded";
  return {
    itemId,
    avgHigh: avgHighPrice,
    avgLow: avgLowPrice,
    highVolume: highPriceVolume,
    lowVolume: lowPriceVolume,
  };
}

/** Why the bucket's time is invalid, as text for the status page; null if it is valid. */
function timeProblem(atS: unknown, { step, bucketAtMs }: BucketRequest, nowMs: number): string | null {
  if (!isAmount(atS) || (atS * 1_000) % stepMs(step) !== 0) return unreadable.problem;
  if (bucketAtMs !== null && atS * 1_000 !== bucketAtMs) {
    return "The price feed answered with another time than was asked for.";
  }
  if (closesMs(step, atS * 1_000) > nowMs + CLOCK_SKEW_MS)
    return "The price feed's clock runs ahead of ours.";
  return null;
}

/**
 * Parses an answer of `/5m`, `/1h` or `/24h` (docs/market-rules.md section 1). An invalid time refuses the whole
 * answer, an invalid row only itself.
 */
export function parseBucket(body: unknown, request: BucketRequest, nowMs: number): Parsed<Bucket> {
  if (!isFields(body) || !isFields(body["data"])) return unreadable;
  const problem = timeProblem(body["timestamp"], request, nowMs);
  if (problem !== null) return { ok: false, problem };

  const refused: Refusals = {};
  const rows: BucketRow[] = [];
  for (const [key, row] of Object.entries(body["data"])) {
    const itemId = itemIdOf(key);
    const parsed = itemId === null ? "not an item id" : isFields(row) ? rowOf(itemId, row) : "not a row";
    if (typeof parsed === "string") refuse(refused, parsed);
    else rows.push(parsed);
  }
  return { ok: true, value: { bucketAtMs: Number(body["timestamp"]) * 1_000, rows }, refused };
}
