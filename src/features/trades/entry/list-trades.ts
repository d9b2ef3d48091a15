import type { UserActor } from "#platform/actor.ts";
import { clientOf } from "#platform/db/db.ts";
import type { Db } from "#platform/db/db.ts";
import { badCursor } from "#features/trades/flips/bad-cursor.ts";
import { cursorOf, parseCursor } from "#features/trades/rules/cursor.ts";
import type { LedgerRow } from "#features/trades/store/ledger-row.ts";
import { rowColumns } from "#features/trades/store/rows-sql.ts";
import type { ListTradesInput, TradePage } from "./contract.ts";
import { toTrade } from "./to-trade.ts";

/** A trader's trades, newest first. Throws `invalid_input` for a cursor that no page gave. */
export async function listTrades(
  { db }: { db: Db },
  { userId }: UserActor,
  input: ListTradesInput,
): Promise<TradePage> {
  const sql = clientOf(db);
  const after = input.cursor === undefined ? null : parseCursor(input.cursor);
  if (input.cursor !== undefined && after === null) throw badCursor();
  const only = (isWanted: boolean, part: () => ReturnType<typeof sql>) => (isWanted ? part() : sql``);
  const rows = await sql<LedgerRow[]>`
    select ${rowColumns(sql)} from user_transactions
    where user_id = ${userId}
      ${only(input.itemId !== undefined, () => sql`and item_id = ${input.itemId ?? 0}`)}
      ${only(input.character !== undefined, () => sql`and character_id = ${input.character ?? ""}`)}
      ${only(input.kind !== undefined, () => sql`and kind = ${input.kind ?? ""}`)}
      ${only(input.source !== undefined, () => sql`and source = ${input.source ?? ""}`)}
      ${only(input.importId !== undefined, () => sql`and import_id = ${input.importId ?? ""}`)}
      ${only(input.from !== undefined, () => sql`and at >= to_timestamp(${input.from ?? 0}::float8 / 1000)`)}
      ${only(input.to !== undefined, () => sql`and at < to_timestamp(${input.to ?? 0}::float8 / 1000)`)}
      ${only(after !== null, () => sql`and (at, id) < (to_timestamp(${after?.value ?? 0}::float8 / 1000), ${after?.id ?? ""}::uuid)`)}
    order by at desc, id desc
    limit ${input.limit + 1}`;
  const page = rows.slice(0, input.limit);
  const last = rows.length > input.limit ? page.at(-1) : undefined;
  return {
    trades: page.map(toTrade),
    nextCursor: last === undefined ? null : cursorOf(last.atMs, last.id),
  };
}
