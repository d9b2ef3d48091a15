import type { TransactionSql } from "postgres";
import { AppError } from "#platform/app-error.ts";
import { holdAccount } from "#features/accounts/core/hold-account.ts";
import type { CostMethod } from "#features/trades/rules/ledger/holding.ts";

/** As many rows as a trader of the largest kind makes in a lifetime: a ledger has an end, so that no one fills the disk. */
export const MAX_TRADES = 5_000_000;

/**
 * Locks a trader's ledger until the transaction ends, so that changes of it follow one another, and raises its version.
 * Returns its method; throws `unauthenticated` if the trader's account was deleted.
 */
export async function lockLedger(tx: TransactionSql, userId: string): Promise<CostMethod> {
  await holdAccount(tx, userId);
  const [ledger] = await tx<{ method: CostMethod }[]>`
    insert into ledgers as held (user_id, version) values (${userId}, 1)
    on conflict (user_id) do update set version = held.version + 1
    returning method`;
  if (ledger === undefined) throw new Error("the ledger's row is written");
  return ledger.method;
}

/** Counts rows that came (below 0: that went). Throws `conflict` if the ledger becomes larger than MAX_TRADES. */
export async function countTrades(tx: TransactionSql, userId: string, more: number): Promise<void> {
  const [ledger] = await tx<{ trades: number }[]>`
    update ledgers set trades = trades + ${more} where user_id = ${userId} returning trades::float8 as trades`;
  if (ledger === undefined || ledger.trades <= MAX_TRADES || more <= 0) return;
  throw new AppError(
    "conflict",
    `A ledger holds ${MAX_TRADES.toLocaleString("en")} trades: delete old ones to add more`,
  );
}
