import { closesMs, newestClosedMs, stepMs } from "./bucket.ts";
import type { StoredStep } from "./bucket.ts";

export type WantedBucket = { step: StoredStep; bucketAtMs: number };

/** What a first start fetches, in this order: first the hours that the list's volumes and sparklines need. */
const WINDOWS: readonly { step: StoredStep; from: number; count: number }[] = [
  { step: "1h", from: 0, count: 24 },
  { step: "5m", from: 0, count: 288 },
  { step: "1h", from: 24, count: 336 },
  { step: "24h", from: 0, count: 365 },
];

/** The feed answers with an empty bucket until it has computed it, so a backfill skips buckets that just closed. */
const PUBLISHED_AFTER_MS = {
  "5m": 2 * 60_000,
  "1h": 5 * 60_000,
  "24h": 15 * 60_000,
} as const satisfies Record<StoredStep, number>;

/** Returns the start (epoch ms) of the newest bucket that should be stored at `nowMs`. */
export const newestWantedMs = (step: StoredStep, nowMs: number): number =>
  newestClosedMs(step, nowMs - PUBLISHED_AFTER_MS[step]);

/** Lists the buckets that the database should contain at `nowMs`, in fetch order, newest first in each window. */
export const wantedBuckets = (nowMs: number): WantedBucket[] =>
  WINDOWS.flatMap(({ step, from, count }) => {
    const newest = newestWantedMs(step, nowMs) - from * stepMs(step);
    return Array.from({ length: count }, (_, index) => ({ step, bucketAtMs: newest - index * stepMs(step) }));
  });

/** Whether the market list needs this bucket for its daily volumes, changes and sparklines. */
export const isUrgent = ({ step, bucketAtMs }: WantedBucket, nowMs: number): boolean =>
  step === "1h" && bucketAtMs > newestWantedMs(step, nowMs) - 24 * stepMs(step);

/** `/timeseries` returns at most 365 points (docs/market-rules.md section 1), minus a margin, since it may lag. */
const SERIES_REACH = 360;

/** Returns the earliest bucket start (epoch ms) that an item's `/timeseries` still contains at `nowMs`. */
export const seriesReachMs = (step: StoredStep, nowMs: number): number => nowMs - SERIES_REACH * stepMs(step);

const POLL_DELAY_MS = 10_000;
const MIN_RETRY_MS = 15_000;
const MAX_RETRY_MS = 600_000;

/**
 * Returns the ms until the next poll of a step whose newest stored bucket starts at `newestMs`: 10 s after the next
 * bucket closes. While a bucket is overdue, it is an eighth of the delay so far, between 15 s and 10 minutes.
 */
export function nextPollInMs(step: StoredStep, newestMs: number | null, nowMs: number): number {
  const due = newestClosedMs(step, nowMs);
  if (newestMs !== null && newestMs >= due) {
    return closesMs(step, newestMs + stepMs(step)) + POLL_DELAY_MS - nowMs;
  }
  const lateMs = nowMs - closesMs(step, due);
  return Math.min(MAX_RETRY_MS, Math.max(MIN_RETRY_MS, Math.floor(lateMs / 8)));
}
