import type { Sql } from "postgres";
import { pgArray } from "#platform/db/pg-array.ts";
import type { LatestRow } from "./parse-latest.ts";

/** Trades kept for each side of an item. */
export const KEPT_TRADES = 20;

/**
 * Puts each side's trade before the kept ones, if it is newer. The same second with another price is a correction and
 * replaces the newest. An older or a known trade changes nothing. It runs after the tick is stored: pages do not wait for it,
 * and a crash between loses a trade of the list at most.
 */
export async function storeRecentTrades(sql: Sql, rows: readonly LatestRow[]): Promise<void> {
  await sql`
    insert into recent_trades as kept (item_id, high, high_s, low, low_s)
    select item_id, array_remove(array[high], null), array_remove(array[high_s], null),
      array_remove(array[low], null), array_remove(array[low_s], null)
    from unnest(
      ${pgArray(rows.map((row) => row.itemId))}::int[],
      ${pgArray(rows.map((row) => row.high))}::bigint[], ${pgArray(rows.map((row) => row.highS))}::int[],
      ${pgArray(rows.map((row) => row.low))}::bigint[], ${pgArray(rows.map((row) => row.lowS))}::int[]
    ) as given (item_id, high, high_s, low, low_s)
    on conflict (item_id) do update set
      high = case
        when excluded.high_s[1] > coalesce(kept.high_s[1], -1) then (excluded.high || kept.high)[:${KEPT_TRADES}::int]
        when excluded.high_s[1] = kept.high_s[1] then excluded.high || kept.high[2:]
        else kept.high end,
      high_s = case
        when excluded.high_s[1] > coalesce(kept.high_s[1], -1)
        then (excluded.high_s || kept.high_s)[:${KEPT_TRADES}::int] else kept.high_s end,
      low = case
        when excluded.low_s[1] > coalesce(kept.low_s[1], -1) then (excluded.low || kept.low)[:${KEPT_TRADES}::int]
        when excluded.low_s[1] = kept.low_s[1] then excluded.low || kept.low[2:]
        else kept.low end,
      low_s = case
        when excluded.low_s[1] > coalesce(kept.low_s[1], -1)
        then (excluded.low_s || kept.low_s)[:${KEPT_TRADES}::int] else kept.low_s end
    where excluded.high_s[1] > coalesce(kept.high_s[1], -1) or excluded.low_s[1] > coalesce(kept.low_s[1], -1)
      or (excluded.high_s[1] = kept.high_s[1] and excluded.high[1] <> kept.high[1])
      or (excluded.low_s[1] = kept.low_s[1] and excluded.low[1] <> kept.low[1])`;
}
