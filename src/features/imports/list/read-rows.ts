import type { UserActor } from "#platform/actor.ts";
import { clientOf } from "#platform/db/db.ts";
import type { Db } from "#platform/db/db.ts";
import { epochMs } from "#platform/db/epoch.ts";
import { loadMarket } from "#features/market/list/load-market.ts";
import { tradesOf } from "#features/trades/store/bulk-trades.ts";
import type {
  ImportIdInput,
  ImportItems,
  ImportRow,
  ImportState,
  ListRowsInput,
  RowPage,
} from "#features/imports/contract.ts";
import { stagingTable } from "#features/imports/stage/staging-table.ts";
import { findImport } from "./find-import.ts";

const STAGED: ReadonlySet<ImportState> = new Set(["ready", "committing", "committed"]);
const MAX_ITEMS = 200;

type Deps = Parameters<typeof loadMarket>[0];

/** The name of an item; one that the catalogue no longer has is called by its id. */
async function namer(deps: Deps): Promise<(itemId: number) => string> {
  const { columns, indexById } = await loadMarket(deps);
  return (itemId) => columns.name[indexById[itemId] ?? -1] || `Item ${itemId}`;
}

/** Rows are kept until an import is undone, or for some days after its commit. */
async function stagedIn(
  db: Db,
  userId: string,
  id: string,
): Promise<{ table: string; fileNames: string[] } | null> {
  const { state, files } = await findImport(db, userId, id);
  if (!STAGED.has(state)) return null;
  const table = stagingTable(id);
  const [found] = await clientOf(db)<{ isKept: boolean }[]>`
    select exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relname = ${table} and n.nspname = current_schema()) as "isKept"`;
  return found?.isKept === true ? { table, fileNames: files.map(({ name }) => name) } : null;
}

type Joined = Omit<ImportRow, "file" | "match" | "itemName"> & {
  file: number;
  matchId: string | null;
  matchAt: number | null;
  matchItemId: number | null;
  matchSide: "buy" | "sell" | null;
  matchQuantity: number | null;
  matchGross: number | null;
  matchSource: string | null;
};

/** A page of an import's rows in the order of the file. Throws `not_found` for an import of another user. */
export async function listRows(deps: Deps, { userId }: UserActor, input: ListRowsInput): Promise<RowPage> {
  const { db } = deps;
  const staged = await stagedIn(db, userId, input.id);
  if (staged === null) return { rows: [], nextCursor: null };
  const nameOf = await namer(deps);
  const sql = clientOf(db);
  const page = sql`
    (select * from ${sql(staged.table)} where status = ${input.status} and seq > ${input.cursor ?? -1}
     order by seq limit ${input.limit + 1})`;
  const rows = await sql<Joined[]>`
    with page as ${page}
    select seq::float8 as seq, file, line::float8 as line, ${epochMs(sql, "page.at")} as at, page.item_id as "itemId",
      side, page.quantity::float8 as quantity, page.gross::float8 as gross, tax::float8 as tax, character, page.source,
      coalesce(is_exact, false) as "isExact", reason, text, held.id as "matchId", ${epochMs(sql, "held.at")} as "matchAt",
      held.item_id as "matchItemId", held.kind as "matchSide", held.quantity::float8 as "matchQuantity",
      held.gross::float8 as "matchGross", held.source as "matchSource"
    from page left join ${tradesOf(sql, userId, sql`(select match_id from page where match_id is not null)`)} as held
      on held.id = page.match_id
    order by seq`;
  const shown = rows.slice(0, input.limit).map((row) => toRow(row, staged.fileNames, nameOf));
  return { rows: shown, nextCursor: rows.length > input.limit ? (shown.at(-1)?.seq ?? null) : null };
}

function toRow(row: Joined, fileNames: readonly string[], nameOf: (itemId: number) => string): ImportRow {
  const itemName = row.itemId === null ? null : nameOf(row.itemId);
  const { matchId, matchAt, matchItemId, matchSide, matchQuantity, matchGross, matchSource, ...own } = row;
  const match =
    matchId === null || matchSource === null
      ? null
      : {
          id: matchId,
          at: matchAt,
          itemId: matchItemId,
          itemName,
          side: matchSide,
          quantity: matchQuantity,
          gross: matchGross,
          source: matchSource,
        };
  return { ...own, itemName, file: fileNames[row.file] ?? "", match };
}

/** What the new trades of an import come to, by item. Throws `not_found` for an import of another user. */
export async function sumItems(
  deps: Deps,
  { userId }: UserActor,
  { id }: ImportIdInput,
): Promise<ImportItems> {
  const staged = await stagedIn(deps.db, userId, id);
  if (staged === null) return { items: [], more: 0 };
  const nameOf = await namer(deps);
  const sql = clientOf(deps.db);
  const items = await sql<(Omit<ImportItems["items"][number], "itemName"> & { all: number })[]>`
    select item_id as "itemId", count(*)::float8 as trades,
      coalesce(sum(quantity) filter (where side = 'buy'), 0)::float8 as bought,
      coalesce(sum(gross) filter (where side = 'buy'), 0)::float8 as spent,
      coalesce(sum(quantity) filter (where side = 'sell'), 0)::float8 as sold,
      coalesce(sum(gross) filter (where side = 'sell'), 0)::float8 as received,
      (count(*) over ())::float8 as all
    from ${sql(staged.table)} where status = 'new'
    group by item_id order by sum(gross) desc, item_id limit ${MAX_ITEMS}`;
  return {
    items: items.map(({ all: _all, ...item }) => ({ ...item, itemName: nameOf(item.itemId) })),
    more: Math.max(0, (items[0]?.all ?? 0) - items.length),
  };
}
