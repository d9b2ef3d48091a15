import { STEP_S } from "./step.ts";

/** The bucket lengths that the feed gives and we store; 6h is made from 1h when it is read. */
export const storedSteps = ["5m", "1h", "24h"] as const;
export type StoredStep = (typeof storedSteps)[number];

export const stepMs = (step: StoredStep): number => STEP_S[step] * 1_000;

/** The start (epoch ms) of the newest bucket that has closed by `nowMs`. */
export const newestClosedMs = (step: StoredStep, nowMs: number): number =>
  (Math.floor(nowMs / stepMs(step)) - 1) * stepMs(step);

/** When the bucket that starts at `bucketAtMs` is over, epoch ms. */
export const closesMs = (step: StoredStep, bucketAtMs: number): number => bucketAtMs + stepMs(step);
