import { desc, sql } from "drizzle-orm";
import type { Db } from "#platform/db/db.ts";
import type { DriftList } from "#features/billing/admin/contract.ts";
import { billingDrift } from "#features/billing/schema.ts";

const SHOWN = 50;

/** The differences that the reconciler found: those that are open, then those that are over, newest first. */
export async function listDrift({ db }: { db: Db }): Promise<DriftList> {
  const rows = await db
    .select()
    .from(billingDrift)
    .orderBy(sql`${billingDrift.closedAt} desc nulls first`, desc(billingDrift.id))
    .limit(SHOWN);
  return {
    drifts: rows.map((row) => ({
      ...row,
      at: row.at.getTime(),
      closedAt: row.closedAt?.getTime() ?? null,
    })),
  };
}
