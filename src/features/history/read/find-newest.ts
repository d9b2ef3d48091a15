import type { Sql } from "postgres";
import { clientOf } from "#platform/db/db.ts";
import type { Db } from "#platform/db/db.ts";
import { epochMsText } from "#platform/db/epoch.ts";
import { timesteps } from "#features/history/contract.ts";
import type { Timestep } from "#features/history/contract.ts";
import { STEP_S } from "#features/history/rules/step.ts";

/** Returns the start (epoch ms) of the newest stored bucket of a step; null if none is stored. */
export async function newestBucket(sql: Sql, step: Timestep): Promise<number | null> {
  const [row] = await sql.unsafe<{ atMs: number }[]>(
    `select ${epochMsText("bucket_at")} as "atMs" from price_buckets
     where step_s = $1 and status = 'stored' order by bucket_at desc limit 1`,
    [STEP_S[step]],
  );
  return row?.atMs ?? null;
}

/** Returns the newest stored bucket of each step that has one. */
export async function newestBuckets(db: Db): Promise<ReadonlyMap<Timestep, number>> {
  const sql = clientOf(db);
  const found = await Promise.all(
    timesteps.map(async (step) => ({ step, at: await newestBucket(sql, step) })),
  );
  return new Map(found.flatMap(({ step, at }) => (at === null ? [] : [[step, at] as const])));
}
