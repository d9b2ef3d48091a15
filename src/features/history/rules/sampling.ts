import { stepMs } from "./bucket.ts";
import { timesteps } from "#features/history/contract.ts";
import type { Timestep } from "#features/history/contract.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Bucket lengths that give readable axis labels. */
const WIDTHS_MS = [
  ...[5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 4, 6, 8, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 4, 7, 14, 28, 56].map((days) => days * DAY_MS),
];

/** `source`: the step to read. `widthMs`: the length of the returned buckets. */
export type Sampling = { source: Timestep; widthMs: number };

const countOf = (fromMs: number, toMs: number, widthMs: number): number =>
  Math.ceil(toMs / widthMs) - Math.floor(fromMs / widthMs);

/**
 * Chooses the shortest buckets with which at most `maxPoints` cover [fromMs, toMs). Each is a whole number of
 * `timestep` buckets.
 */
export function samplingOf(
  timestep: Timestep,
  { fromMs, toMs, maxPoints }: { fromMs: number; toMs: number; maxPoints: number },
): Sampling {
  const shortestMs = stepMs(timestep);
  const widthMs =
    WIDTHS_MS.find((width) => width % shortestMs === 0 && countOf(fromMs, toMs, width) <= maxPoints) ??
    Math.ceil((toMs - fromMs) / (maxPoints - 1) / DAY_MS) * DAY_MS;
  // The longest stored step that divides the width means the fewest points to read.
  const source = timesteps.findLast((step) => stepMs(step) >= shortestMs && widthMs % stepMs(step) === 0);
  return { source: source ?? timestep, widthMs };
}
