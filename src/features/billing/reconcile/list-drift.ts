import { desc } from "drizzle-orm";
import type { Db } from "#platform/db/db.ts";
import type { DriftList } from "#features/billing/admin/contract.ts";
import { billingDrift } from "#features/billing/schema.ts";

const SHOWN = 50;

/** The differences that the reconciler found, newest first. */
export async function listDrift({ db }: { db: Db }): Promise<DriftList> {
  const rows = await db.select().from(billingDrift).orderBy(desc(billingDrift.id)).limit(SHOWN);
  return { drifts: rows.map((row) => ({ ...row, at: row.at.getTime() })) };
}
