import { stepMs } from "./bucket.ts";
import type { Frame } from "#features/history/codec/series-codec.ts";
import type { Timestep } from "#features/history/contract.ts";

const DAY_MS = 86_400_000;

/** A UTC day of 5m or a UTC month of a longer step, by its start (epoch ms). */
export type Period = { step: Timestep; periodAtMs: number };

/** The start (epoch ms) of the period that is sealed as one: a UTC day of 5m, a UTC month of longer steps. */
export function periodOf(step: Timestep, atMs: number): number {
  if (step === "5m") return Math.floor(atMs / DAY_MS) * DAY_MS;
  const at = new Date(atMs);
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1);
}

/** Where the period that starts at `periodAtMs` ends and the next one starts, epoch ms. */
export function periodEnd(step: Timestep, periodAtMs: number): number {
  if (step === "5m") return periodAtMs + DAY_MS;
  const at = new Date(periodAtMs);
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1);
}

export function frameOf(step: Timestep, periodAtMs: number): Frame {
  const length = stepMs(step);
  return { fromMs: periodAtMs, stepMs: length, slots: (periodEnd(step, periodAtMs) - periodAtMs) / length };
}

/** The periods that lie at least partly in [fromMs, toMs), oldest first. */
export function periodsIn(step: Timestep, fromMs: number, toMs: number): number[] {
  const periods: number[] = [];
  for (let at = periodOf(step, fromMs); at < toMs; at = periodEnd(step, at)) periods.push(at);
  return periods;
}

/** How long after a period's end late buckets are still waited for, ms. A month waits until no day's summary needs it. */
const SEAL_AFTER_MS = {
  "5m": 3 * 3_600_000,
  "1h": 2 * DAY_MS,
  "6h": 2 * DAY_MS,
  "24h": 2 * DAY_MS,
} as const satisfies Record<Timestep, number>;

/** Whether the period that starts at `periodAtMs` is over for good as of `nowMs`. */
export const isSealable = (step: Timestep, periodAtMs: number, nowMs: number): boolean =>
  periodEnd(step, periodAtMs) + SEAL_AFTER_MS[step] <= nowMs;

/** What the feed brings later than this after the bucket closed does not change a sealed period. */
export const MAX_LATENESS_MS = 90 * DAY_MS;
