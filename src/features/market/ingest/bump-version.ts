import type { TransactionSql } from "postgres";

/** In the transaction of the change that it announces, and last in it: the row is what every tick queues for. */
export async function bumpVersion(tx: TransactionSql, at: Date): Promise<number> {
  const [state] = await tx<{ version: string }[]>`
    update market_state set version = version + 1, changed_at = ${at} returning version`;
  return Number(state?.version ?? 0);
}
