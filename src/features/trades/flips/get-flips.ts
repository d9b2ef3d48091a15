import type { PendingQuery, Row, Sql } from "postgres";
import type { UserActor } from "#platform/actor.ts";
import type { Clock } from "#platform/clock.ts";
import { clientOf } from "#platform/db/db.ts";
import type { Db } from "#platform/db/db.ts";
import { cursorOf, parseCursor } from "#features/trades/rules/cursor.ts";
import { badCursor } from "./bad-cursor.ts";
import type { Flip, FlipPage, GetFlipsInput } from "./contract.ts";
import { closedColumns, closedCondition, toClosedFlip } from "./read-flips.ts";
import { openFlips } from "./open-flips.ts";
import { closedTotals, openTotals } from "./totals.ts";

type Deps = { db: Db; clock: Clock };

/**
 * A page of a trader's flips, from any place in constant time: the cursor names the last row, so nothing is skipped or
 * counted. Throws `invalid_input` for a cursor that no page gave.
 */
export async function getFlips(deps: Deps, { userId }: UserActor, input: GetFlipsInput): Promise<FlipPage> {
  const sql = clientOf(deps.db);
  const isFirst = input.cursor === undefined;
  if (input.state === "open") {
    const [page, totals] = await Promise.all([
      openFlips(sql, userId, input, deps.clock.now().getTime()),
      isFirst ? openTotals(sql, userId, input) : null,
    ]);
    return { ...page, totals };
  }
  const [page, totals] = await Promise.all([
    closedFlips(sql, userId, input),
    isFirst ? closedTotals(sql, userId, input) : null,
  ]);
  return { ...page, totals };
}

/** The sort column and the direction. */
const SORTS = {
  newest: { by: "at", direction: "desc" },
  oldest: { by: "at", direction: "asc" },
  best: { by: "profit", direction: "desc" },
  worst: { by: "profit", direction: "asc" },
} as const;

async function closedFlips(
  sql: Sql,
  userId: string,
  input: GetFlipsInput,
): Promise<Pick<FlipPage, "flips" | "nextCursor">> {
  const { by, direction } = SORTS[input.sort];
  // The table's name tells its columns from those of the answer, which are converted and have no index.
  const order = sql.unsafe(`flips.${by} ${direction}, flips.id ${direction}`);
  const rows = await sql<Parameters<typeof toClosedFlip>[0][]>`
    select ${closedColumns(sql)} from flips
    where ${closedCondition(sql, userId, input)}
      ${by === "profit" ? sql`and profit is not null` : sql``}
      ${afterCursor(sql, input, by, direction)}
    order by ${order}
    limit ${input.limit + 1}`;
  const page = rows.slice(0, input.limit);
  const last = rows.length > input.limit ? page.at(-1) : undefined;
  const flips: Flip[] = page.map(toClosedFlip);
  if (last === undefined) return { flips, nextCursor: null };
  return { flips, nextCursor: cursorOf(by === "at" ? last.atMs : (last.profit ?? 0), last.id) };
}

function afterCursor(
  sql: Sql,
  { cursor }: GetFlipsInput,
  by: "at" | "profit",
  direction: "asc" | "desc",
): PendingQuery<Row[]> {
  if (cursor === undefined) return sql``;
  const after = parseCursor(cursor);
  if (after === null) throw badCursor();
  const value = by === "at" ? sql`to_timestamp(${after.value}::float8 / 1000)` : sql`${after.value}::bigint`;
  return sql`and (${sql.unsafe(by)}, id) ${sql.unsafe(direction === "desc" ? "<" : ">")} (${value}, ${after.id}::uuid)`;
}
