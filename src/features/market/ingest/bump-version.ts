import type { TransactionSql } from "postgres";

/** Call it last in the transaction that changes shown values: every writer locks this row, so it is held only briefly. */
export async function bumpVersion(tx: TransactionSql, at: Date): Promise<number> {
  const [state] = await tx<{ version: string }[]>`
    update market_state set version = version + 1, changed_at = ${at} returning version`;
  return Number(state?.version ?? 0);
}
