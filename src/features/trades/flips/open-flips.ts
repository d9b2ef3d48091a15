import type { PendingQuery, Row, Sql, TransactionSql } from "postgres";
import { epochMs } from "#platform/db/epoch.ts";
import { shareBetween } from "#features/trades/rules/ledger/share.ts";
import { badCursor } from "./bad-cursor.ts";
import type { Flip, FlipPage, GetFlipsInput } from "./contract.ts";
import { toOpenFlip } from "./read-flips.ts";
import type { LotRow } from "./read-flips.ts";

export const lotColumns = (sql: Sql | TransactionSql): PendingQuery<Row[]> => sql`
  lot_id as "lotId", ${epochMs(sql, "bought_at")} as "boughtAtMs", character_id as "characterId", item_id as "itemId",
  position::float8 as position, units::float8 as units, cost::float8 as cost, taken::float8 as taken`;

/** The condition of open lots, after `where`. A source or a result belongs to closed flips only. */
export const openCondition = (
  sql: Sql,
  userId: string,
  filter: Pick<GetFlipsInput, "itemId" | "character" | "from" | "to">,
): PendingQuery<Row[]> => sql`
  user_id = ${userId}
  ${filter.itemId === undefined ? sql`` : sql`and item_id = ${filter.itemId}`}
  ${filter.character === undefined ? sql`` : sql`and character_id = ${filter.character}`}
  ${filter.from === undefined ? sql`` : sql`and bought_at >= to_timestamp(${filter.from}::float8 / 1000)`}
  ${filter.to === undefined ? sql`` : sql`and bought_at < to_timestamp(${filter.to}::float8 / 1000)`}`;

/** gp that the units left in a lot have cost; null: unknown. */
export const costLeft = ({ cost, taken, units }: LotRow): number | null =>
  cost === null ? null : shareBetween(cost, taken, units, units);

/** Pools of average cost have no time: they come after the lots that do. */
const AT = "coalesce(bought_at, to_timestamp(0))";
const CURSOR = /^(\d{1,16})_(\d{1,10})_([\da-f-]{36})_(\d{1,16})$/;

export async function openFlips(
  sql: Sql,
  userId: string,
  input: GetFlipsInput,
  nowMs: number,
): Promise<Pick<FlipPage, "flips" | "nextCursor">> {
  const isOldestFirst = input.sort === "oldest";
  const direction = isOldestFirst ? "asc" : "desc";
  const keys = [AT, "item_id", "character_id", "position"];
  const rows = await sql<LotRow[]>`
    select ${lotColumns(sql)} from open_lots
    where ${openCondition(sql, userId, input)} ${afterCursor(sql, input.cursor, keys, isOldestFirst)}
    order by ${sql.unsafe(keys.map((key) => `${key} ${direction}`).join(", "))}
    limit ${input.limit + 1}`;
  const page = rows.slice(0, input.limit);
  const last = rows.length > input.limit ? page.at(-1) : undefined;
  const flips: Flip[] = page.map((row) => toOpenFlip(row, nowMs, costLeft(row)));
  if (last === undefined) return { flips, nextCursor: null };
  const parts = [last.boughtAtMs ?? 0, last.itemId, last.characterId, last.position];
  return { flips, nextCursor: parts.join("_") };
}

function afterCursor(
  sql: Sql,
  cursor: string | undefined,
  keys: readonly string[],
  isOldestFirst: boolean,
): PendingQuery<Row[]> {
  if (cursor === undefined) return sql``;
  const [, atMs, itemId, characterId, position] = CURSOR.exec(cursor) ?? [];
  if (atMs === undefined || itemId === undefined || characterId === undefined || position === undefined)
    throw badCursor();
  return sql`and (${sql.unsafe(keys.join(", "))}) ${sql.unsafe(isOldestFirst ? ">" : "<")}
    (to_timestamp(${Number(atMs)}::float8 / 1000), ${itemId}::bigint, ${characterId}::uuid, ${position}::bigint)`;
}
