import { z } from "zod";

const epochMs = z.number().int().nonnegative();

/** The answer of `/health/live` and `/health/ready`. */
export const healthView = z.object({ status: z.enum(["ok", "unavailable"]), timestamp: epochMs });
export type HealthView = z.infer<typeof healthView>;

/** The answer of `/health`. The revision is not for strangers: it tells which faults are not mended yet. */
export const serviceView = healthView.extend({ version: z.string() });
export type ServiceView = z.infer<typeof serviceView>;

/** Which version runs. `revision`: the commit of its checkout, 12 digits; null if there is none. */
export const versionView = z.object({ version: z.string(), revision: z.string().nullable() });

export const checkResult = z.enum(["ok", "failing", "not_configured"]);
export type CheckResult = z.infer<typeof checkResult>;

/** The answer of `/health/deep`: `degraded` (503) if any part fails; the site may still answer from its caches. */
export const deepHealthView = z.object({
  status: z.enum(["ok", "degraded"]),
  /** The failing part that explains the others; null if none fails. */
  cause: z.string().nullable(),
  /** By part: disk, database, schema, worker, queues, redis, cache, and those that features add (priceFeed, stripe). */
  checks: z.record(z.string(), checkResult),
  timestamp: epochMs,
});
export type DeepHealthView = z.infer<typeof deepHealthView>;
