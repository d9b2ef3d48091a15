import type { Sql } from "postgres";
import { epochMs } from "#platform/db/epoch.ts";
import { MIN_FLIPS, forgottenAfterMs } from "#features/trades/rules/gaps.ts";
import { shareBetween } from "#features/trades/rules/ledger/share.ts";
import type { BuyGap, SellGap } from "./contract.ts";

/** So many are counted at the most, so that a ledger full of gaps takes no time to look at. */
const MAX_COUNTED = 1_000;
/** Of so many lots, and of so many trades after each, is found which look forgotten. */
const LOTS_LOOKED_AT = 200;
const TRADES_LOOKED_AT = 500;

/** `total` counts those beyond the limit, too. */
type Found<G> = { gaps: Omit<G, "proposal">[]; total: number };
type Counted<R> = R & { total: number };

/** Sales and the like of units that nobody held, newest first. A conversion lacks parts, not one purchase: left out. */
export async function findMissingBuys(sql: Sql, userId: string, limit: number): Promise<Found<BuyGap>> {
  const rows = await sql<Counted<Omit<BuyGap, "proposal" | "kind">>[]>`
    select 'buy:' || id as id, item_id as "itemId", character_id as "characterId", missing::float8 as units,
      kind as left, ${epochMs(sql, "at")} as "leftAt", quantity::float8 as quantity, gross::float8 as gross,
      (count(*) over ())::float8 as total
    from (
      select * from flips
      where user_id = ${userId} and missing > 0 and kind in ('sell', 'withdrawal', 'transfer')
        and not exists (select 1 from dismissed_gaps d where d.user_id = ${userId} and d.gap = 'buy:' || flips.id)
      order by at desc limit ${MAX_COUNTED}
    ) as newest
    order by at desc, id desc limit ${limit}`;
  return {
    gaps: rows.map(({ id, itemId, characterId, units, left, leftAt, quantity, gross }) => ({
      kind: "buy",
      id,
      itemId,
      characterId,
      units,
      left,
      leftAt,
      quantity,
      gross,
    })),
    total: rows[0]?.total ?? 0,
  };
}

/** How long the trader usually holds goods, ms: the median of the newest flips; null for too few of them. */
async function usualHeldMs(sql: Sql, userId: string): Promise<number | null> {
  const [row] = await sql<{ flips: number; usualMs: number | null }[]>`
    select count(*)::float8 as flips,
      percentile_cont(0.5) within group (order by extract(epoch from at - bought_at) * 1000)::float8 as "usualMs"
    from (
      select at, bought_at from flips
      where user_id = ${userId} and kind = 'sell' and profit is not null and bought_at is not null
      order by at desc limit 1000
    ) as newest`;
  return row === undefined || row.flips < MIN_FLIPS ? null : row.usualMs;
}

type LotRow = Omit<SellGap, "proposal" | "kind" | "usualMs"> & { taken: number };

/** Lots that look forgotten: held for long, while as many units of the item were traded later. Newest first. */
export async function findMissingSales(
  sql: Sql,
  userId: string,
  { limit, nowMs }: { limit: number; nowMs: number },
): Promise<Found<SellGap>> {
  const usualMs = await usualHeldMs(sql, userId);
  const beforeMs = nowMs - forgottenAfterMs(usualMs);
  const rows = await sql<Counted<LotRow>[]>`
    select 'sell:' || lot_id as id, item_id as "itemId", character_id as "characterId",
      ${epochMs(sql, "bought_at")} as "boughtAt", units::float8 as units, cost::float8 as cost, taken::float8 as taken,
      ${epochMs(sql, "later.at")} as "tradedAt", (count(*) over ())::float8 as total
    from (
      select * from open_lots
      where user_id = ${userId} and lot_id is not null and bought_at < to_timestamp(${beforeMs}::float8 / 1000)
        and not exists (select 1 from dismissed_gaps d where d.user_id = ${userId} and d.gap = 'sell:' || lot_id)
      order by bought_at desc limit ${LOTS_LOOKED_AT}
    ) as lot
    cross join lateral (
      select at from (
        select at, kind, character_id, quantity from user_transactions t
        where t.user_id = ${userId} and t.item_id = lot.item_id and t.at > lot.bought_at
        order by at limit ${TRADES_LOOKED_AT}
      ) as next
      where next.character_id = lot.character_id and kind in ('buy', 'sell') and quantity >= lot.units - lot.taken
      order by at limit 1
    ) as later
    order by bought_at desc, lot_id limit ${limit}`;
  return {
    gaps: rows.map(({ id, itemId, characterId, boughtAt, tradedAt, units, taken, cost }) => ({
      kind: "sell",
      id,
      itemId,
      characterId,
      boughtAt,
      tradedAt,
      units: units - taken,
      cost: cost === null ? null : shareBetween(cost, taken, units, units),
      usualMs,
    })),
    total: rows[0]?.total ?? 0,
  };
}
