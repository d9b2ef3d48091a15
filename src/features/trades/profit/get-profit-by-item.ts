import type { UserActor } from "#platform/actor.ts";
import { clientOf } from "#platform/db/db.ts";
import { loadMarket } from "#features/market/list/load-market.ts";
import { closedCondition } from "#features/trades/flips/read-flips.ts";
import { countable } from "#features/trades/rules/holding-value.ts";
import type { GetProfitByItemInput, ProfitByItem } from "./contract.ts";
import { toSums } from "./sums.ts";
import type { SumsRow } from "./sums.ts";

type Deps = Parameters<typeof loadMarket>[0];
type ItemRow = SumsRow & { itemId: number; units: number; total: number };

/** The items that a trader sold in a period, by their profit. Items without a known profit come last. */
export async function getProfitByItem(
  deps: Deps,
  { userId }: UserActor,
  { order, limit, ...filter }: GetProfitByItemInput,
): Promise<ProfitByItem> {
  const sql = clientOf(deps.db);
  const direction = sql.unsafe(order === "best" ? "desc" : "asc");
  const [rows, { columns, indexById }] = await Promise.all([
    sql<ItemRow[]>`
      select item_id as "itemId", sum(quantity)::float8 as units, count(profit)::float8 as flips,
        count(*) filter (where profit > 0)::float8 as wins, (count(*) - count(profit))::float8 as "withoutCost",
        sum(unexplained)::float8 as unexplained,
        coalesce(sum(profit), 0)::float8 as profit,
        coalesce(sum(cost) filter (where profit is not null), 0)::float8 as cost,
        sum(gross)::float8 as gross, sum(tax)::float8 as tax, (count(*) over ())::int as total
      from flips where ${closedCondition(sql, userId, filter)}
      group by item_id
      order by count(profit) = 0, sum(profit) ${direction}, item_id
      limit ${limit}`,
    loadMarket(deps),
  ]);
  return {
    total: rows[0]?.total ?? 0,
    items: rows.map(({ itemId, units, ...row }) => {
      const index = indexById[itemId] ?? -1;
      const sums = toSums([row]);
      const { profit, cost } = sums;
      return {
        itemId,
        name: columns.name[index] ?? `Item ${itemId}`,
        icon: columns.icon[index] ?? "",
        units: countable(units),
        roi: profit === null || cost === null || cost === 0 ? null : profit / cost,
        ...sums,
        // Not 0: nothing is known of its profit.
        ...(sums.flips === 0 && { profit: null, cost: null }),
      };
    }),
  };
}
