import type { Sql } from "postgres";
import { epochMs } from "#platform/db/epoch.ts";
import type { LedgerRow } from "#features/trades/store/ledger-row.ts";
import { rowColumns } from "#features/trades/store/rows-sql.ts";
import { after, keyset } from "./keyset.ts";

/**
 * Purchases and sales of one character, item by item, each oldest first. Each item is read by its index: pages in the order
 * of items would sort the whole ledger again and again.
 */
export async function* pagesByItem(
  sql: Sql,
  userId: string,
  characterId: string,
): AsyncGenerator<readonly LedgerRow[]> {
  const traded = await sql<{ itemId: number }[]>`
    select distinct item_id as "itemId" from user_transactions
    where user_id = ${userId} and character_id = ${characterId} and kind in ('buy', 'sell')
    order by 1`;
  for (const { itemId } of traded) {
    yield* keyset<LedgerRow>(
      (last, rows) => sql<LedgerRow[]>`
        select ${rowColumns(sql)} from user_transactions
        where user_id = ${userId} and item_id = ${itemId} and character_id = ${characterId}
          and kind in ('buy', 'sell') ${after(sql, last)}
        order by at, id limit ${rows}`,
    );
  }
}

export type SoldRow = {
  id: string;
  atMs: number;
  characterId: string;
  itemId: number;
  quantity: number;
  gross: number;
  knownUnits: number;
  cost: number;
  profit: number;
  firstBuyMs: number | null;
};

/** Sales with a known cost, oldest first. */
export const soldPages = (sql: Sql, userId: string): AsyncGenerator<readonly SoldRow[]> =>
  keyset<SoldRow>(
    (last, rows) => sql<SoldRow[]>`
      select id, ${epochMs(sql, "at")} as "atMs", character_id as "characterId", item_id as "itemId",
        quantity::float8 as quantity, gross::float8 as gross, known_units::float8 as "knownUnits", cost::float8 as cost,
        profit::float8 as profit, ${epochMs(sql, "bought_at")} as "firstBuyMs"
      from flips
      where user_id = ${userId} and kind = 'sell' and known_units > 0
        ${after(sql, last)}
      order by at, id limit ${rows}`,
  );

export type HeldRow = {
  itemId: number;
  characterId: string;
  position: number;
  lotId: string | null;
  boughtAtMs: number | null;
  units: number;
  cost: number | null;
  taken: number;
};

/** What is held, item by item in the order of its key. */
export const lotPages = (sql: Sql, userId: string): AsyncGenerator<readonly HeldRow[]> =>
  keyset<HeldRow>(
    (last, rows) => sql<HeldRow[]>`
      select item_id as "itemId", character_id as "characterId", position::float8 as position, lot_id as "lotId",
        ${epochMs(sql, "bought_at")} as "boughtAtMs", units::float8 as units, cost::float8 as cost,
        taken::float8 as taken
      from open_lots
      where user_id = ${userId}
        ${
          last === undefined
            ? sql``
            : sql`and (item_id, character_id, position) > (${last.itemId}::int, ${last.characterId}::uuid, ${last.position}::bigint)`
        }
      order by item_id, character_id, position limit ${rows}`,
  );
