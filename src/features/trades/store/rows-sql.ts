import type { PendingQuery, Row, Sql, TransactionSql } from "postgres";
import { epochMs, timestampsOf } from "#platform/db/epoch.ts";
import { pgArray } from "#platform/db/pg-array.ts";
import type { EventRow, LedgerRow } from "./ledger-row.ts";

type Client = Sql | TransactionSql;

/** The columns that the ledger computes with. */
export const eventColumns = (sql: Client): PendingQuery<Row[]> => sql`
  id, ${epochMs(sql, "at")} as "atMs", character_id as "characterId", item_id as "itemId", kind,
  quantity::float8 as quantity, gross::float8 as gross, tax::float8 as tax, is_exact as "isExact", source,
  group_id as "groupId", weight::float8 as weight, fee::float8 as fee, to_character_id as "toCharacterId"`;

/** All columns of a row. Amounts are at most 2^53, which float8 holds exactly. */
export const rowColumns = (sql: Client): PendingQuery<Row[]> => sql`
  ${eventColumns(sql)}, unit_price::float8 as "unitPrice", import_id as "importId", origin, note, pair_id as "pairId"`;

/** Rows of these ids, with all legs of their conversions, by time. */
export async function readRows(sql: Client, userId: string, ids: readonly string[]): Promise<LedgerRow[]> {
  const named = await sql<LedgerRow[]>`
    select ${rowColumns(sql)} from user_transactions
    where id = any(${pgArray(ids)}::uuid[]) and user_id = ${userId}
    order by at, id`;
  const groups = named.filter(({ groupId }) => groupId !== null);
  if (groups.length === 0) return named;
  const legs = await sql<LedgerRow[]>`
    select ${rowColumns(sql)} from user_transactions
    where user_id = ${userId} and at in ${timestampsOf(
      sql,
      groups.map(({ atMs }) => atMs),
    )}
      and group_id = any(${pgArray(groups.map(({ groupId }) => groupId))}::uuid[])`;
  return [...named.filter(({ groupId }) => groupId === null), ...legs].toSorted((a, b) => a.atMs - b.atMs);
}

export async function insertRows(
  tx: TransactionSql,
  userId: string,
  rows: readonly LedgerRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx`
    insert into user_transactions (id, at, user_id, character_id, item_id, kind, quantity, gross, unit_price, tax,
      is_exact, source, import_id, origin, note, group_id, weight, fee, to_character_id, pair_id)
    select id, to_timestamp("atMs" / 1000), ${userId}::uuid, "characterId", "itemId", kind, quantity, gross, "unitPrice",
      tax, "isExact", source, "importId", origin, note, "groupId", weight, fee, "toCharacterId", "pairId"
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as input (id uuid, "atMs" float8, "characterId" uuid,
      "itemId" int, kind text, quantity bigint, gross bigint, "unitPrice" bigint, tax bigint, "isExact" boolean,
      source text, "importId" uuid, origin text, note text, "groupId" uuid, weight bigint, fee bigint,
      "toCharacterId" uuid, "pairId" uuid)`;
}

export async function deleteRows(
  tx: TransactionSql,
  userId: string,
  rows: readonly LedgerRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx`
    delete from user_transactions using
      (select id, to_timestamp("atMs" / 1000) as at
        from jsonb_to_recordset(${JSON.stringify(rows.map(({ id, atMs }) => ({ id, atMs })))}::text::jsonb)
          as input (id uuid, "atMs" float8)) as gone
    where user_transactions.id = gone.id and user_transactions.at = gone.at
      and user_transactions.user_id = ${userId}`;
}

/** A chain: one item of one character. */
export type Chain = { characterId: string; itemId: number };

const chainsInput = (chains: readonly Chain[]): string =>
  JSON.stringify(chains.map(({ characterId, itemId }) => ({ characterId, itemId })));

/** `(select ...)` of chains, for `(character_id, item_id) in ${chainList(...)}`. */
export const chainList = (sql: Client, chains: readonly Chain[]): PendingQuery<Row[]> => sql`
  (select "characterId", "itemId" from jsonb_to_recordset(${chainsInput(chains)}::text::jsonb)
    as input ("characterId" uuid, "itemId" int))`;

const LINKS = ["transfer", "input", "output"];

/** The rows that connect chains: transfers and legs of conversions. */
export async function readLinks(sql: Client, userId: string): Promise<EventRow[]> {
  return sql<EventRow[]>`
    select ${eventColumns(sql)} from user_transactions
    where user_id = ${userId} and kind in ${sql(LINKS)}`;
}

/** Every row that touches one of these chains, which include those that conversions and transfers connect. */
export async function readChains(sql: Client, userId: string, chains: readonly Chain[]): Promise<EventRow[]> {
  const items = [...new Set(chains.map(({ itemId }) => itemId))];
  return sql<EventRow[]>`
    select ${eventColumns(sql)} from user_transactions
    where user_id = ${userId} and item_id = any(${pgArray(items)}::int[])
      and ((character_id, item_id) in ${chainList(sql, chains)}
        or (to_character_id, item_id) in ${chainList(sql, chains)})`;
}

/** Whether the items of these chains have at most `max` rows. */
export async function isWithin(
  sql: Client,
  userId: string,
  chains: readonly Chain[],
  max: number,
): Promise<boolean> {
  const items = [...new Set(chains.map(({ itemId }) => itemId))];
  const [counted] = await sql<{ rows: number }[]>`
    select count(*)::int as rows from (select from user_transactions
      where user_id = ${userId} and item_id = any(${pgArray(items)}::int[]) limit ${max + 1}) as found`;
  return (counted?.rows ?? 0) <= max;
}

/** Whether an event of these chains is at this time (epoch ms) or later. */
export async function hasEventsFrom(
  sql: Client,
  userId: string,
  chains: readonly Chain[],
  atMs: number,
): Promise<boolean> {
  const items = [...new Set(chains.map(({ itemId }) => itemId))];
  const [found] = await sql<{ found: boolean }[]>`
    select exists (select from user_transactions
      where user_id = ${userId} and item_id = any(${pgArray(items)}::int[])
        and at >= to_timestamp(${atMs}::float8 / 1000)
        and ((character_id, item_id) in ${chainList(sql, chains)}
          or (to_character_id, item_id) in ${chainList(sql, chains)})) as found`;
  return found?.found ?? false;
}
