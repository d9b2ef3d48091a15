import { z } from "zod";
import { timestepSchema } from "#features/history/contract.ts";

const count = z.number().int().nonnegative();
const epochMs = z.number().int();

/** The state of the history: backfill progress, missing buckets, refused points. */
export const historyReport = z.object({
  /** Buckets that the last backfill found answered, and all that it wanted; null before the first backfill. */
  backfill: z.object({ done: count, total: count }).nullable(),
  /** Missing buckets by step: still requested (`open`), and `unfillable`. `triedAt` is the newest attempt. */
  gaps: z.array(
    z.object({ step: timestepSchema, open: count, unfillable: count, triedAt: epochMs.nullable() }),
  ),
  /** Refused points by reason and step, newest first. */
  refusals: z.array(z.object({ reason: z.string(), step: timestepSchema, points: count, lastAt: epochMs })),
});
export type HistoryReport = z.infer<typeof historyReport>;

/**
 * Alerts for operators: the open ones, then the closed ones, newest first. `times`: how often it happened from `raisedAt`
 * to `lastAt`. `closedAt`: when its cause was found to be gone; null while it is open.
 */
export const historyAlerts = z.object({
  alerts: z.array(
    z.object({
      kind: z.string(),
      subject: z.string(),
      message: z.string(),
      raisedAt: epochMs,
      lastAt: epochMs,
      times: count,
      closedAt: epochMs.nullable(),
    }),
  ),
});
export type HistoryAlerts = z.infer<typeof historyAlerts>;

/** Buckets that differ from the roll-up of their shorter buckets, newest first. `worstGp`: the largest price difference. */
export const historyDrifts = z.object({
  drifts: z.array(
    z.object({
      step: timestepSchema,
      at: epochMs,
      origin: z.enum(["feed", "rollup", "import"]),
      /** Items that differ, that only the roll-up has (`missing`), that only the stored bucket has (`extra`). */
      differing: count,
      missing: count,
      extra: count,
      worstItemId: z.number().int().nullable(),
      worstGp: count.nullable(),
      checkedAt: epochMs,
    }),
  ),
});
export type HistoryDrifts = z.infer<typeof historyDrifts>;
