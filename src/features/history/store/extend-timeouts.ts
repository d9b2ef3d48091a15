import type { TransactionSql } from "postgres";

/**
 * Raises the limits of one transaction: 120 s a statement, 60 s to wait for a lock, 64 MB to sort. Writing a whole
 * period takes longer than the 5 s that other queries get.
 */
export async function extendTimeouts(tx: TransactionSql): Promise<void> {
  await tx`select set_config('statement_timeout', '120s', true), set_config('lock_timeout', '60s', true),
    set_config('work_mem', '64MB', true)`;
}
