import type { Sql } from "postgres";
import { epochMs } from "#platform/db/epoch.ts";
import type { LedgerRow } from "#features/trades/store/ledger-row.ts";
import { rowColumns } from "#features/trades/store/rows-sql.ts";

/** Rows that are in memory at a time. */
const PAGE_ROWS = 2_000;

/** The flip that a trade of goods that went makes; see `flips` in schema.ts. */
export type FlipFigures = {
  cost: number | null;
  knownUnits: number | null;
  profit: number | null;
  unexplained: number | null;
  missing: number | null;
  boughtAtMs: number | null;
};

/** A trade; figures are null unless it is one that took goods (of a conversion: its first input). */
export type LedgerEntry = LedgerRow & FlipFigures;

/**
 * A trader's trades with the flips they made, oldest first, in pages that are read one by one. A ledger that changes
 * meanwhile gives each trade at most once. `characterId`: of this one only.
 */
export async function* tradePages(
  sql: Sql,
  userId: string,
  characterId?: string,
): AsyncGenerator<readonly LedgerEntry[]> {
  let last: LedgerEntry | undefined;
  do {
    const after =
      last === undefined
        ? sql``
        : sql`and (at, id) > (to_timestamp(${last.atMs}::float8 / 1000), ${last.id}::uuid)`;
    // The page is cut before the flips are looked up: each is one step in their key.
    const page: LedgerEntry[] = await sql<LedgerEntry[]>`
      select trade.*, cost::float8 as cost, known_units::float8 as "knownUnits", profit::float8 as profit,
        unexplained::float8 as unexplained, missing::float8 as missing, ${epochMs(sql, "bought_at")} as "boughtAtMs"
      from (
        select ${rowColumns(sql)}, at from user_transactions
        where user_id = ${userId} ${characterId === undefined ? sql`` : sql`and character_id = ${characterId}`} ${after}
        order by at, id limit ${PAGE_ROWS}) as trade
      left join flips on flips.user_id = ${userId} and flips.at = trade.at and flips.id = trade.id
      order by trade.at, trade.id`;
    yield page;
    last = page.length === PAGE_ROWS ? page.at(-1) : undefined;
  } while (last !== undefined);
}
