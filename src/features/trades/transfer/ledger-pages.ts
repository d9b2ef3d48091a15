import type { Sql } from "postgres";
import { epochMs } from "#platform/db/epoch.ts";
import type { LedgerRow } from "#features/trades/store/ledger-row.ts";
import { rowColumns } from "#features/trades/store/rows-sql.ts";
import { after, keyset } from "./keyset.ts";

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
 * meanwhile gives each trade at most once.
 */
export const tradePages = (sql: Sql, userId: string): AsyncGenerator<readonly LedgerEntry[]> =>
  keyset<LedgerEntry>(
    // The page is cut before the flips are looked up: each is one step in their key.
    (last, rows) => sql<LedgerEntry[]>`
      select trade.*, cost::float8 as cost, known_units::float8 as "knownUnits", profit::float8 as profit,
        unexplained::float8 as unexplained, missing::float8 as missing, ${epochMs(sql, "bought_at")} as "boughtAtMs"
      from (
        select ${rowColumns(sql)}, at as moment from user_transactions
        where user_id = ${userId} ${after(sql, last)}
        order by at, id limit ${rows}) as trade
      left join flips on flips.user_id = ${userId} and flips.at = moment and flips.id = trade.id
      order by moment, trade.id`,
  );
