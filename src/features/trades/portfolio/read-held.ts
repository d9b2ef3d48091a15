import { clientOf } from "#platform/db/db.ts";
import type { Db } from "#platform/db/db.ts";
import { epochMsText } from "#platform/db/epoch.ts";

/** What a character holds of one item; `cost` is of the units of known cost, null if there are none. */
export type HeldRow = {
  characterId: string;
  itemId: number;
  units: number;
  knownUnits: number;
  cost: number | null;
  lots: number;
  /** Weighted by units, epoch ms; null: unknown. */
  boughtAt: number | null;
};

/** The units left of each character and item, with their share of what their lots cost (rules/ledger/share.ts). */
export function readHeld(db: Db, userId: string, itemId?: number): Promise<HeldRow[]> {
  const sql = clientOf(db);
  return sql<HeldRow[]>`
    select character_id as "characterId", item_id as "itemId",
      sum(units - taken)::float8 as units,
      coalesce(sum(units - taken) filter (where cost is not null), 0)::float8 as "knownUnits",
      -- div() is exact: the quotient of two numerics is rounded, maybe up.
      sum(cost - div(cost::numeric * taken, units))::float8 as cost,
      count(*)::int as lots,
      round((sum(${sql.unsafe(epochMsText("bought_at"))}::numeric * (units - taken))
        / sum(units - taken) filter (where bought_at is not null)))::float8 as "boughtAt"
    from open_lots
    where user_id = ${userId} and taken < units
      ${itemId === undefined ? sql`` : sql`and item_id = ${itemId}`}
    group by item_id, character_id`;
}
