import type { TransactionSql } from "postgres";

/**
 * Gives the market a new version and returns it. Call it last in the transaction that changes shown values: every
 * writer locks this row, so it is held only briefly. A version is a time in microseconds, plus a random part of up to a
 * second: a database that was restored to an older state never gives a later state the number of a lost one, under which
 * caches and browsers still hold other prices.
 */
export async function bumpVersion(tx: TransactionSql, at: Date): Promise<number> {
  const [state] = await tx<{ version: string }[]>`
    update market_state set changed_at = ${at},
      version = greatest(version, ${at.getTime() * 1_000}::bigint) + 1 + floor(random() * 1000000)::bigint
    returning version`;
  return Number(state?.version ?? 0);
}
