import type { Timestep } from "#features/history/contract.ts";
import { STEP_S } from "./step.ts";

/** The steps that the feed gives for all items at once (docs/market-rules.md section 8). 6h is rolled up. */
export const storedSteps = ["5m", "1h", "24h"] as const;
export type StoredStep = (typeof storedSteps)[number];

export const stepMs = (step: Timestep): number => STEP_S[step] * 1_000;

/** Formats epoch ms for statements on Drizzle's client, which does not accept a Date. */
export const iso = (ms: number): string => new Date(ms).toISOString();

/** Returns the start (epoch ms) of the newest bucket that is closed at `nowMs`. */
export const newestClosedMs = (step: Timestep, nowMs: number): number =>
  (Math.floor(nowMs / stepMs(step)) - 1) * stepMs(step);

/** Returns the end (epoch ms) of the bucket that starts at `bucketAtMs`. */
export const closesMs = (step: Timestep, bucketAtMs: number): number => bucketAtMs + stepMs(step);
