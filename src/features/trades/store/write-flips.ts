import type { TransactionSql } from "postgres";
import { epochMs } from "#platform/db/epoch.ts";
import type { FlipRow } from "./flip-row.ts";
import { HASH_RANGE, HourTotals } from "./hour-sums.ts";
import { chainList } from "./rows-sql.ts";
import type { Chain } from "./rows-sql.ts";

/** Deletes the flips of chains from a time on (epoch ms), and returns what the sums by hour lose. */
export async function deleteFlips(
  tx: TransactionSql,
  userId: string,
  chains: readonly Chain[],
  fromMs: number,
): Promise<FlipRow[]> {
  return tx<FlipRow[]>`
    delete from flips
    where user_id = ${userId} and at >= to_timestamp(${fromMs}::float8 / 1000)
      and (character_id, item_id) in ${chainList(tx, chains)}
    returning id, ${epochMs(tx, "at")} as "atMs", character_id as "characterId", item_id as "itemId", kind,
      quantity::float8 as quantity, gross::float8 as gross, tax::float8 as tax, cost::float8 as cost,
      known_units::float8 as "knownUnits", profit::float8 as profit, unexplained::float8 as unexplained,
      absorbed::float8 as absorbed, missing::float8 as missing, ${epochMs(tx, "bought_at")} as "boughtAtMs", source,
      is_exact as "isExact"`;
}

export async function insertFlips(
  tx: TransactionSql,
  userId: string,
  rows: readonly FlipRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx`
    insert into flips (user_id, id, at, character_id, item_id, kind, quantity, gross, tax, cost, known_units, profit,
      unexplained, absorbed, missing, bought_at, source, is_exact)
    select ${userId}::uuid, id, to_timestamp("atMs" / 1000), "characterId", "itemId", kind, quantity, gross, tax, cost,
      "knownUnits", profit, unexplained, absorbed, missing, to_timestamp("boughtAtMs" / 1000), source, "isExact"
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as input (id uuid, "atMs" float8, "characterId" uuid,
      "itemId" int, kind text, quantity bigint, gross bigint, tax bigint, cost bigint, "knownUnits" bigint,
      profit bigint, unexplained bigint, absorbed bigint, missing bigint, "boughtAtMs" float8, source text,
      "isExact" boolean)`;
}

/** Adds the difference between the flips before and after to the sums by hour. */
export async function changeHours(
  tx: TransactionSql,
  userId: string,
  before: readonly FlipRow[],
  after: readonly FlipRow[],
): Promise<void> {
  const totals = new HourTotals();
  for (const flip of before) totals.add(flip, -1);
  for (const flip of after) totals.add(flip, 1);
  const changed = [...totals.sums.values()].filter((sums) =>
    Object.entries(sums).some(([name, sum]) => name !== "hourMs" && name !== "characterId" && sum !== 0),
  );
  if (changed.length === 0) return;
  await tx`
    insert into profit_hours as held (user_id, hour_at, character_id, flips, wins, profit, cost, gross, tax, unexplained,
      absorbed, rows, stored, hash)
    select ${userId}::uuid, to_timestamp("hourMs" / 1000), "characterId", flips, wins, profit, cost, gross, tax,
      unexplained, absorbed, rows, stored, hash
    from jsonb_to_recordset(${JSON.stringify(changed)}::text::jsonb) as input ("hourMs" float8, "characterId" uuid,
      flips int, wins int, profit bigint, cost bigint, gross bigint, tax bigint, unexplained bigint, absorbed bigint,
      rows int, stored int, hash bigint)
    on conflict (user_id, hour_at, character_id) do update set flips = held.flips + excluded.flips,
      wins = held.wins + excluded.wins, profit = held.profit + excluded.profit, cost = held.cost + excluded.cost,
      gross = held.gross + excluded.gross, tax = held.tax + excluded.tax,
      unexplained = held.unexplained + excluded.unexplained, absorbed = held.absorbed + excluded.absorbed,
      rows = held.rows + excluded.rows, stored = held.stored + excluded.stored,
      hash = (held.hash + excluded.hash) % ${HASH_RANGE}::bigint`;
  await tx`
    delete from profit_hours using (select to_timestamp("hourMs" / 1000) as hour_at, "characterId" as character_id
      from jsonb_to_recordset(${JSON.stringify(changed)}::text::jsonb) as input ("hourMs" float8, "characterId" uuid))
      as touched
    where profit_hours.user_id = ${userId} and profit_hours.hour_at = touched.hour_at
      and profit_hours.character_id = touched.character_id and profit_hours.stored = 0`;
}
