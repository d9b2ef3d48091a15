import type { UserActor } from "#platform/actor.ts";
import { clientOf } from "#platform/db/db.ts";
import type { Db } from "#platform/db/db.ts";
import type { Clock } from "#platform/clock.ts";
import { readCharacters } from "#features/trades/characters/find-character.ts";
import { readSettings } from "#features/trades/characters/read-settings.ts";
import { hoursCondition } from "#features/trades/flips/totals.ts";
import { countable } from "#features/trades/rules/holding-value.ts";
import { periodBefore } from "#features/trades/rules/period-before.ts";
import type { GetSummaryInput, ProfitSummary } from "./contract.ts";
import { toSums } from "./sums.ts";
import type { SumsRow } from "./sums.ts";

type Deps = { db: Db; clock: Clock };
type CharacterRow = SumsRow & { characterId: string };
type HourRow = { weekday: number; hour: number; flips: number; profit: number };

/** A trader's profit in a period, beside the period before, by character and by hour of the week; from the sums by hour. */
export async function getSummary(
  { db, clock }: Deps,
  { userId }: UserActor,
  { timeZone: wanted, ...filter }: GetSummaryInput,
): Promise<ProfitSummary> {
  const sql = clientOf(db);
  const timeZone = wanted ?? (await readSettings(db, userId)).timeZone ?? "UTC";
  const before = periodBefore(filter, clock.now().getTime());
  const sumsOf = (period: Parameters<typeof hoursCondition>[2]) => sql<CharacterRow[]>`
    select character_id as "characterId", sum(flips)::float8 as flips, sum(wins)::float8 as wins,
      sum(rows - flips)::float8 as "withoutCost", sum(unexplained)::float8 as unexplained, sum(profit)::float8 as profit, sum(cost)::float8 as cost,
      sum(gross)::float8 as gross, sum(tax)::float8 as tax
    from profit_hours where ${hoursCondition(sql, userId, period)}
    group by character_id order by sum(profit) desc, character_id`;
  const [now, earlier, hours, characters] = await Promise.all([
    sumsOf(filter),
    before === null ? null : sumsOf({ character: filter.character, ...before }),
    sql<HourRow[]>`
      select (extract(isodow from hour_at at time zone ${timeZone}) - 1)::int as weekday,
        extract(hour from hour_at at time zone ${timeZone})::int as hour,
        sum(flips)::float8 as flips, sum(profit)::float8 as profit
      from profit_hours where ${hoursCondition(sql, userId, filter)} and flips > 0
      group by 1, 2 order by 1, 2`,
    readCharacters(db, userId),
  ]);
  const nameOf = new Map(characters.map(({ id, name }) => [id, name]));
  return {
    timeZone,
    now: toSums(now),
    before: earlier && toSums(earlier),
    byCharacter: now.map(({ characterId, ...row }) => ({
      characterId,
      character: nameOf.get(characterId) ?? "",
      ...toSums([row]),
    })),
    byHour: hours.map((row) => ({ ...row, profit: countable(row.profit) })),
  };
}
