import { stepMs } from "./bucket.ts";
import type { Frame } from "#features/history/rules/series-points.ts";
import type { Timestep } from "#features/history/contract.ts";

const DAY_MS = 86_400_000;

/** A UTC day of 5m or a UTC month of a longer step, by its start (epoch ms). */
export type Period = { step: Timestep; periodAtMs: number };

/** Returns the start (epoch ms) of the period that contains `atMs`: a UTC day of 5m, a UTC month of longer steps. */
export function periodOf(step: Timestep, atMs: number): number {
  if (step === "5m") return Math.floor(atMs / DAY_MS) * DAY_MS;
  const at = new Date(atMs);
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1);
}

/** Returns the end (epoch ms) of the period that starts at `periodAtMs`, which is the start of the next one. */
export function periodEnd(step: Timestep, periodAtMs: number): number {
  if (step === "5m") return periodAtMs + DAY_MS;
  const at = new Date(periodAtMs);
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1);
}

/** The frame of a period's series: its start and its number of buckets. */
export function frameOf(step: Timestep, periodAtMs: number): Frame {
  const length = stepMs(step);
  return { fromMs: periodAtMs, stepMs: length, slots: (periodEnd(step, periodAtMs) - periodAtMs) / length };
}

/** Returns the starts (epoch ms) of the periods that overlap [fromMs, toMs), oldest first. */
export function periodsIn(step: Timestep, fromMs: number, toMs: number): number[] {
  const periods: number[] = [];
  for (let at = periodOf(step, fromMs); at < toMs; at = periodEnd(step, at)) periods.push(at);
  return periods;
}

/** How long (ms) a period waits for late buckets after its end. A month waits until no day's summary reads its rows. */
const SEAL_AFTER_MS = {
  "5m": 3 * 3_600_000,
  "1h": 2 * DAY_MS,
  "6h": 2 * DAY_MS,
  "24h": 2 * DAY_MS,
} as const satisfies Record<Timestep, number>;

/** Whether the period that starts at `periodAtMs` no longer waits for late buckets at `nowMs`. */
export const isSealable = (step: Timestep, periodAtMs: number, nowMs: number): boolean =>
  periodEnd(step, periodAtMs) + SEAL_AFTER_MS[step] <= nowMs;

/** A bucket that the feed sends later than this after its close does not change a sealed period. */
export const MAX_LATENESS_MS = 90 * DAY_MS;
