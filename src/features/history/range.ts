import type { Timestep } from "./contract.ts";
import { STEP_S } from "./step.ts";

const DAY_MS = 86_400_000;

export const chartRanges = ["1d", "7d", "30d", "1y"] as const;
export type ChartRange = (typeof chartRanges)[number];

type Range = { timestep: Timestep; spanMs: number; name: string; bucket: string };

/** What each tab of the chart asks for: never more points than a wide screen can show apart. */
export const rangeOf: Readonly<Record<ChartRange, Range>> = {
  "1d": { timestep: "5m", spanMs: DAY_MS, name: "day", bucket: "5 minutes" },
  "7d": { timestep: "1h", spanMs: 7 * DAY_MS, name: "7 days", bucket: "1 hour" },
  "30d": { timestep: "1h", spanMs: 30 * DAY_MS, name: "30 days", bucket: "1 hour" },
  "1y": { timestep: "24h", spanMs: 365 * DAY_MS, name: "year", bucket: "1 day (UTC)" },
};

/**
 * Where a range ending at `nowMs` begins (epoch ms), on a bucket's start: every trader who looks during the same
 * bucket asks the same question, so one cached answer serves them all.
 */
export function rangeStart(range: ChartRange, nowMs: number): number {
  const { timestep, spanMs } = rangeOf[range];
  const stepMs = STEP_S[timestep] * 1000;
  return Math.max(0, Math.floor(nowMs / stepMs) * stepMs - spanMs);
}
