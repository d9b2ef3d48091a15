import type { Sql } from "postgres";
import { ensurePartition, monthStart } from "#platform/db/partitions.ts";

export const PARENT = "user_transactions";

/** Months that exist, by database: a query for each write would ask for what never changes. */
const known = new WeakMap<Sql, Set<number>>();

/** Creates the month partitions of these times (epoch ms) if they are missing. Call it before the transaction that writes. */
export async function ensureTradeMonths(sql: Sql, timesMs: Iterable<number>): Promise<void> {
  const held = known.get(sql) ?? new Set<number>();
  known.set(sql, held);
  const months = new Set([...timesMs].map((atMs) => monthStart(new Date(atMs)).getTime()));
  for (const month of months) {
    if (held.has(month)) continue;
    await ensurePartition(sql, PARENT, new Date(month));
    held.add(month);
  }
}
