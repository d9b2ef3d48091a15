import { closesMs, newestClosedMs, stepMs } from "./bucket.ts";
import type { StoredStep } from "./bucket.ts";

export type WantedBucket = { step: StoredStep; bucketAtMs: number };

/** What a first start fetches: the hours that the list's volumes and sparklines need come before all else. */
const WINDOWS: readonly { step: StoredStep; from: number; count: number }[] = [
  { step: "1h", from: 0, count: 24 },
  { step: "5m", from: 0, count: 288 },
  { step: "1h", from: 24, count: 336 },
  { step: "24h", from: 0, count: 365 },
];

/** A feed answers with an empty bucket until it has made one: what closed just now is left to the live poll. */
const PUBLISHED_AFTER_MS = {
  "5m": 2 * 60_000,
  "1h": 5 * 60_000,
  "24h": 15 * 60_000,
} as const satisfies Record<StoredStep, number>;

/** The newest bucket (its start, epoch ms) that should be held by `nowMs`. */
export const newestWantedMs = (step: StoredStep, nowMs: number): number =>
  newestClosedMs(step, nowMs - PUBLISHED_AFTER_MS[step]);

/** Every bucket the database should hold as of `nowMs`, in the order of use, newest first in each window. */
export const wantedBuckets = (nowMs: number): WantedBucket[] =>
  WINDOWS.flatMap(({ step, from, count }) => {
    const newest = newestWantedMs(step, nowMs) - from * stepMs(step);
    return Array.from({ length: count }, (_, index) => ({ step, bucketAtMs: newest - index * stepMs(step) }));
  });

/** Needed before the page is whole: volumes of a day, change and sparkline. */
export const isUrgent = ({ step, bucketAtMs }: WantedBucket, nowMs: number): boolean =>
  step === "1h" && bucketAtMs > newestWantedMs(step, nowMs) - 24 * stepMs(step);

/** `/timeseries` answers at most 365 points; a margin, since it may lag. */
const SERIES_REACH = 360;

/** The oldest bucket (its start, epoch ms, or later) that items' series still hold at `nowMs`. */
export const seriesReachMs = (step: StoredStep, nowMs: number): number => nowMs - SERIES_REACH * stepMs(step);

const SETTLE_MS = 10_000;
const SOONEST_MS = 15_000;
const LATEST_MS = 600_000;

/**
 * How long until the next poll of a step whose newest stored bucket starts at `newestMs`: shortly after the next
 * one closes, or, while one is due, every 15 s and the longer it is late the more seldom.
 */
export function nextPollInMs(step: StoredStep, newestMs: number | null, nowMs: number): number {
  const due = newestClosedMs(step, nowMs);
  if (newestMs !== null && newestMs >= due) {
    return closesMs(step, newestMs + stepMs(step)) + SETTLE_MS - nowMs;
  }
  const lateMs = nowMs - closesMs(step, due);
  return Math.min(LATEST_MS, Math.max(SOONEST_MS, Math.floor(lateMs / 8)));
}
