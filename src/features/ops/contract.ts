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
  checks: z.object({
    database: checkResult,
    redis: checkResult,
    priceFeed: checkResult,
    stripe: checkResult,
  }),
  timestamp: epochMs,
});
export type DeepHealthView = z.infer<typeof deepHealthView>;
