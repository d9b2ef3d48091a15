import type { PendingQuery, Row, Sql } from "postgres";
import type { FlipTotals, GetFlipsInput } from "./contract.ts";
import { openCondition } from "./open-flips.ts";
import { closedCondition } from "./read-flips.ts";
import type { FlipFilter } from "./read-flips.ts";

const HOUR_MS = 3_600_000;
type Sums = Omit<FlipTotals, "roi">;

const withRoi = (sums: Sums): FlipTotals => ({
  ...sums,
  roi: sums.cost === 0 ? null : sums.profit / sums.cost,
});
const NONE: FlipTotals = {
  flips: 0,
  wins: 0,
  withoutCost: 0,
  cost: 0,
  gross: 0,
  tax: 0,
  profit: 0,
  unexplained: 0,
  roi: null,
};

/** Sums over all closed flips that match: from the sums by hour where the filter allows, else from the flips. */
export async function closedTotals(sql: Sql, userId: string, filter: FlipFilter): Promise<FlipTotals> {
  const { itemId, source, result, from = 0, to = 0 } = filter;
  const isByHour = from % HOUR_MS === 0 && to % HOUR_MS === 0;
  const isPlain = itemId === undefined && source === undefined && result === undefined;
  const rows = isPlain && isByHour ? await ofHours(sql, userId, filter) : await ofFlips(sql, userId, filter);
  const [sums] = rows;
  return sums === undefined ? NONE : withRoi(sums);
}

export const hoursCondition = (
  sql: Sql,
  userId: string,
  filter: Pick<FlipFilter, "character" | "from" | "to">,
): PendingQuery<Row[]> => sql`
  user_id = ${userId}
  ${filter.character === undefined ? sql`` : sql`and character_id = ${filter.character}`}
  ${filter.from === undefined ? sql`` : sql`and hour_at >= to_timestamp(${filter.from}::float8 / 1000)`}
  ${filter.to === undefined ? sql`` : sql`and hour_at < to_timestamp(${filter.to}::float8 / 1000)`}`;

const ofHours = (sql: Sql, userId: string, filter: FlipFilter): Promise<Sums[]> => sql<Sums[]>`
  select coalesce(sum(flips), 0)::float8 as flips, coalesce(sum(wins), 0)::float8 as wins,
    coalesce(sum(rows - flips), 0)::float8 as "withoutCost", coalesce(sum(cost), 0)::float8 as cost,
    coalesce(sum(gross), 0)::float8 as gross, coalesce(sum(tax), 0)::float8 as tax,
    coalesce(sum(profit), 0)::float8 as profit, coalesce(sum(unexplained), 0)::float8 as unexplained
  from profit_hours where ${hoursCondition(sql, userId, filter)}`;

const ofFlips = (sql: Sql, userId: string, filter: FlipFilter): Promise<Sums[]> => sql<Sums[]>`
  select count(profit)::float8 as flips, count(*) filter (where profit > 0)::float8 as wins,
    (count(*) - count(profit))::float8 as "withoutCost",
    coalesce(sum(cost) filter (where profit is not null), 0)::float8 as cost,
    coalesce(sum(gross), 0)::float8 as gross, coalesce(sum(tax), 0)::float8 as tax,
    coalesce(sum(profit), 0)::float8 as profit, coalesce(sum(unexplained), 0)::float8 as unexplained
  from flips where ${closedCondition(sql, userId, filter)}`;

/** Open lots that match: how many, and what their units of known cost have cost. */
export async function openTotals(
  sql: Sql,
  userId: string,
  filter: Pick<GetFlipsInput, "itemId" | "character" | "from" | "to">,
): Promise<FlipTotals> {
  // What is left of a lot costs all of it less the share of the taken units, which is rounded down (rules/ledger/share.ts).
  const [sums] = await sql<{ flips: number; withoutCost: number; cost: number }[]>`
    select count(cost)::float8 as flips, (count(*) - count(cost))::float8 as "withoutCost",
      coalesce(sum(cost - div(cost::numeric * taken, units)), 0)::float8 as cost
    from open_lots where ${openCondition(sql, userId, filter)}`;
  return { ...NONE, ...sums };
}
