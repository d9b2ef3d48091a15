import { z } from "zod";

const epochMs = z.number().int().nonnegative();

/** What `/health` and `/health/live` answer: the process runs. */
export const healthView = z.object({ status: z.enum(["ok", "unavailable"]), timestamp: epochMs });
export type HealthView = z.infer<typeof healthView>;

export const checkResult = z.enum(["ok", "failing", "not_configured"]);
export type CheckResult = z.infer<typeof checkResult>;

/** What `/health/deep` answers: `degraded` (503) when any part fails; the site may still answer from its copies. */
export const deepHealthView = z.object({
  status: z.enum(["ok", "degraded"]),
  /** By the name of the part: database, redis, and what features add (priceFeed, stripe). */
  checks: z.record(z.string(), checkResult),
  timestamp: epochMs,
});
export type DeepHealthView = z.infer<typeof deepHealthView>;
