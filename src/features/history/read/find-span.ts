import { and, eq, max, min } from "drizzle-orm";
import type { Db } from "#platform/db/db.ts";
import type { StoredStep } from "#features/history/rules/bucket.ts";
import { stepMs } from "#features/history/rules/bucket.ts";
import { STEP_S } from "#features/history/rules/step.ts";
import { priceBuckets } from "#features/history/schema.ts";

/** Returns the start of the oldest and the end of the newest stored bucket of a step, epoch ms; null if none is stored. */
export async function findSpan(
  deps: { dbRead: Db },
  step: StoredStep,
): Promise<{ fromMs: number; toMs: number } | null> {
  const [row] = await deps.dbRead
    .select({ from: min(priceBuckets.bucketAt), to: max(priceBuckets.bucketAt) })
    .from(priceBuckets)
    .where(and(eq(priceBuckets.stepS, STEP_S[step]), eq(priceBuckets.status, "stored")));
  return row?.from && row.to ? { fromMs: row.from.getTime(), toMs: row.to.getTime() + stepMs(step) } : null;
}
