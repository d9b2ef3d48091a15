import type { Timestep } from "#features/history/contract.ts";
import { STEP_S } from "./step.ts";

/** The bucket lengths that the feed gives for all items at once; 6h is rolled up from 1h. */
export const storedSteps = ["5m", "1h", "24h"] as const;
export type StoredStep = (typeof storedSteps)[number];

export const stepMs = (step: Timestep): number => STEP_S[step] * 1_000;

/** A time (epoch ms) for a statement on drizzle's own client, which takes no Date. */
export const iso = (ms: number): string => new Date(ms).toISOString();

/** The start (epoch ms) of the newest bucket that has closed by `nowMs`. */
export const newestClosedMs = (step: Timestep, nowMs: number): number =>
  (Math.floor(nowMs / stepMs(step)) - 1) * stepMs(step);

/** When the bucket that starts at `bucketAtMs` is over, epoch ms. */
export const closesMs = (step: Timestep, bucketAtMs: number): number => bucketAtMs + stepMs(step);
