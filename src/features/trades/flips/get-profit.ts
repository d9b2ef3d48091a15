import type { UserActor } from "#platform/actor.ts";
import { clientOf } from "#platform/db/db.ts";
import type { Db } from "#platform/db/db.ts";
import { readSettings } from "#features/trades/characters/read-settings.ts";
import type { ProfitInput, ProfitSeries } from "./contract.ts";
import { hoursCondition } from "./totals.ts";

/**
 * A trader's profit by period of a time zone, from the sums by hour. Where a zone is not whole hours from UTC, a period
 * begins with the hour (UTC) that contains its beginning.
 */
export async function getProfitOverTime(
  { db }: { db: Db },
  { userId }: UserActor,
  input: ProfitInput,
): Promise<ProfitSeries> {
  const sql = clientOf(db);
  const timeZone = input.timeZone ?? (await readSettings(db, userId)).timeZone ?? "UTC";
  const [points, [before]] = await Promise.all([
    sql<ProfitSeries["points"]>`
      select (extract(epoch from period) * 1000)::float8 as at, flips::float8 as flips, wins::float8 as wins,
        profit::float8 as profit, cost::float8 as cost, gross::float8 as gross, tax::float8 as tax,
        unexplained::float8 as unexplained
      from (
        select date_trunc(${input.step}, hour_at, ${timeZone}) as period, sum(flips) as flips, sum(wins) as wins,
          sum(profit) as profit, sum(cost) as cost, sum(gross) as gross, sum(tax) as tax,
          sum(unexplained) as unexplained
        from profit_hours where ${hoursCondition(sql, userId, input)}
        group by 1) as periods
      order by period`,
    sql<{ profit: number }[]>`
      select coalesce(sum(profit), 0)::float8 as profit from profit_hours
      where ${hoursCondition(sql, userId, { character: input.character, to: input.from ?? 0 })}`,
  ]);
  return { timeZone, before: before?.profit ?? 0, points };
}
