import type { Sql, TransactionSql } from "postgres";
import { AppError } from "#platform/app-error.ts";
import { readRows } from "#features/trades/store/rows-sql.ts";
import type { Flip } from "./contract.ts";
import { costLeft, lotColumns } from "./open-flips.ts";
import { closedColumns, toClosedFlip, toOpenFlip } from "./read-flips.ts";
import type { LotRow } from "./read-flips.ts";

type Client = Sql | TransactionSql;
/** `lot`: of an open flip. */
export type FoundFlip = { flip: Flip; lot: LotRow | null };

const UUID = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/;
const POOL = /^([\da-f-]{36}):(\d{1,10}):(\d{1,16})$/;
const LOT = /^[\da-f-]{36}(?::\d{1,4})?$/;

export const noFlip = () => new AppError("not_found", "That flip is gone: load the page again");

/** A trader's flip by its id: a closed one by its sale's, an open one by its lot's. Throws `not_found`. */
export async function findFlip(sql: Client, userId: string, id: string, nowMs: number): Promise<FoundFlip> {
  const found =
    (UUID.test(id) ? await findClosed(sql, userId, id) : null) ?? (await findOpen(sql, userId, id, nowMs));
  if (found === null) throw noFlip();
  return found;
}

async function findClosed(sql: Client, userId: string, id: string): Promise<FoundFlip | null> {
  const [row] = await readRows(sql, userId, [id]);
  if (row === undefined) return null;
  const [flip] = await sql<Parameters<typeof toClosedFlip>[0][]>`
    select ${closedColumns(sql)} from flips
    where user_id = ${userId} and at = to_timestamp(${row.atMs}::float8 / 1000) and id = ${id}`;
  return flip === undefined ? null : { flip: toClosedFlip(flip), lot: null };
}

async function findOpen(sql: Client, userId: string, id: string, nowMs: number): Promise<FoundFlip | null> {
  const lot = LOT.test(id) ? await findLot(sql, userId, id) : await findPool(sql, userId, id);
  return lot === undefined ? null : { flip: toOpenFlip(lot, nowMs, costLeft(lot)), lot };
}

async function findLot(sql: Client, userId: string, id: string): Promise<LotRow | undefined> {
  const [lot] = await sql<LotRow[]>`
    select ${lotColumns(sql)} from open_lots where user_id = ${userId} and lot_id = ${id}`;
  return lot;
}

async function findPool(sql: Client, userId: string, id: string): Promise<LotRow | undefined> {
  const [, characterId, itemId, position] = POOL.exec(id) ?? [];
  if (characterId === undefined || itemId === undefined || position === undefined) return undefined;
  const [lot] = await sql<LotRow[]>`
    select ${lotColumns(sql)} from open_lots
    where user_id = ${userId} and item_id = ${itemId}::bigint and character_id = ${characterId}::uuid
      and position = ${position}::bigint and lot_id is null`;
  return lot;
}
