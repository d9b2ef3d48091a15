import type { Sql, TransactionSql } from "postgres";

/** Trades that imports have added to a user's ledger in this calendar month (UTC), without those undone. */
export async function usedAllowance(sql: Sql | TransactionSql, userId: string, now: Date): Promise<number> {
  const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1));
  const [sum] = await sql<{ used: number }[]>`
    select coalesce(sum(committed_trades), 0)::float8 as used from imports
    where user_id = ${userId} and state in ('committed', 'undoing') and committed_at >= ${month.toISOString()}`;
  return sum?.used ?? 0;
}
