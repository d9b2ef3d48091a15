import { eq, max } from "drizzle-orm";
import type { Db } from "#platform/db.ts";
import { timesteps } from "./contract.ts";
import type { Timestep } from "./contract.ts";
import { priceBuckets } from "./schema.ts";
import { STEP_S } from "./step.ts";

/** The start (epoch ms) of the newest stored bucket of each step that has one. */
export async function newestBuckets(db: Db): Promise<ReadonlyMap<Timestep, number>> {
  const rows = await db
    .select({ stepS: priceBuckets.stepS, newest: max(priceBuckets.bucketAt) })
    .from(priceBuckets)
    .where(eq(priceBuckets.status, "stored"))
    .groupBy(priceBuckets.stepS);
  const newest = new Map<Timestep, number>();
  for (const step of timesteps) {
    const row = rows.find(({ stepS }) => stepS === STEP_S[step]);
    if (row?.newest) newest.set(step, row.newest.getTime());
  }
  return newest;
}
