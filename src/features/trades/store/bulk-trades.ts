import type { PendingQuery, Row, Sql, TransactionSql } from "postgres";
import { countTrades } from "./lock-ledger.ts";

type Client = Sql | TransactionSql;

/**
 * A subquery of a trader's purchases and sales between two times (epoch ms, both inclusive): `id, at, character_id,
 * item_id, kind, quantity, gross, source, origin`.
 */
export const tradesBetween = (
  sql: Client,
  userId: string,
  { fromMs, toMs }: { fromMs: number; toMs: number },
): PendingQuery<Row[]> => sql`
  (select id, at, character_id, item_id, kind, quantity, gross, source, origin from user_transactions
   where user_id = ${userId} and kind in ('buy', 'sell')
     and at between to_timestamp(${fromMs}::float8 / 1000) and to_timestamp(${toMs}::float8 / 1000))`;

/** A subquery of trades of a trader by their ids: `id, at, item_id, kind, quantity, gross, source`. */
export const tradesOf = (sql: Client, userId: string, ids: PendingQuery<Row[]>): PendingQuery<Row[]> => sql`
  (select id, at, item_id, kind, quantity, gross, source from user_transactions
   where user_id = ${userId} and id in ${ids})`;

/**
 * Adds an import's trades to a ledger inside `rebuildLedger`; the months exist. `rows`: a subquery of `id, at,
 * character_id, item_id, kind, quantity, gross, unit_price, tax, is_exact, source, origin`. Returns how many. Throws
 * `conflict` if the ledger becomes too large.
 */
export async function insertImported(
  tx: TransactionSql,
  { userId, importId }: { userId: string; importId: string },
  rows: PendingQuery<Row[]>,
): Promise<number> {
  const { count } = await tx`
    insert into user_transactions (id, at, user_id, character_id, item_id, kind, quantity, gross, unit_price, tax,
      is_exact, source, import_id, origin)
    select id, at, ${userId}::uuid, character_id, item_id, kind, quantity, gross, unit_price, tax, is_exact, source,
      ${importId}::uuid, origin
    from ${rows} as imported order by at`;
  await countTrades(tx, userId, count);
  return count;
}

/** Removes what an import brought, inside `rebuildLedger`. Returns how many trades went. */
export async function deleteImported(
  tx: TransactionSql,
  { userId, importId }: { userId: string; importId: string },
): Promise<number> {
  const { count } = await tx`
    delete from user_transactions where import_id = ${importId} and user_id = ${userId}`;
  await countTrades(tx, userId, -count);
  return count;
}
