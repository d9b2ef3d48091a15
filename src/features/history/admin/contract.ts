import { z } from "zod";
import { timestepSchema } from "#features/history/contract.ts";

const count = z.number().int().nonnegative();
const epochMs = z.number().int();

/** How the history fares: what came of the backfill, what is missing, what was refused. */
export const historyReport = z.object({
  /** Buckets of the wanted history that the last backfill found held, and all of them; null before the first. */
  backfill: z.object({ done: count, total: count }).nullable(),
  /** Missing buckets by step: still asked for, and given up. `triedAt` is the newest try. */
  gaps: z.array(
    z.object({ step: timestepSchema, open: count, unfillable: count, triedAt: epochMs.nullable() }),
  ),
  /** Points that were not taken, by reason and step, the newest first. */
  refusals: z.array(z.object({ reason: z.string(), step: timestepSchema, points: count, lastAt: epochMs })),
});
export type HistoryReport = z.infer<typeof historyReport>;

/** What somebody must look at, the newest first; `times` it happened from `raisedAt` to `lastAt`. */
export const historyAlerts = z.object({
  alerts: z.array(
    z.object({
      kind: z.string(),
      subject: z.string(),
      message: z.string(),
      raisedAt: epochMs,
      lastAt: epochMs,
      times: count,
    }),
  ),
});
export type HistoryAlerts = z.infer<typeof historyAlerts>;

/** Buckets that differ from what their shorter ones make, the newest first; `worstGp` is the largest price difference. */
export const historyDrifts = z.object({
  drifts: z.array(
    z.object({
      step: timestepSchema,
      at: epochMs,
      origin: z.enum(["feed", "rollup", "import"]),
      /** Items that differ, are only in the roll-up, or only in what is stored. */
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
