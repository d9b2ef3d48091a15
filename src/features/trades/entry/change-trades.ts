import type { UserActor } from "#platform/actor.ts";
import { AppError } from "#platform/app-error.ts";
import type { Cache } from "#platform/cache/cache.ts";
import type { Clock } from "#platform/clock.ts";
import type { Db } from "#platform/db/db.ts";
import { loadMarket } from "#features/market/list/load-market.ts";
import { characterFinder } from "#features/trades/characters/find-character.ts";
import { changeLedger } from "#features/trades/store/change-ledger.ts";
import type { Plan } from "#features/trades/store/change-ledger.ts";
import { readRows } from "#features/trades/store/rows-sql.ts";
import type { AddTradesInput, DeleteTradesInput, LedgerChange, UpdateTradesInput } from "./contract.ts";
import { editRow } from "./edit-row.ts";
import { checkItem, checkTime, newRows } from "./new-rows.ts";
import { toTrade } from "./to-trade.ts";

export type EntryDeps = { db: Db; dbRead: Db; cache: Cache; clock: Clock };

export const toChange = ({ changeId, add }: Plan & { changeId: string }): LedgerChange => ({
  changeId,
  trades: add.map(toTrade),
});

/** Tells which items exist. */
export async function itemCheck(deps: EntryDeps): Promise<(itemId: number) => boolean> {
  const { indexById } = await loadMarket(deps);
  return (itemId) => indexById[itemId] !== undefined;
}

/** Stores trades that a trader enters by hand, all or none. Throws `invalid_input` with the wrong `field`. */
export async function addTrades(
  deps: EntryDeps,
  { userId }: UserActor,
  { trades }: AddTradesInput,
): Promise<LedgerChange> {
  const [characterOf, isItem] = await Promise.all([characterFinder(deps, userId), itemCheck(deps)]);
  const context = { nowMs: deps.clock.now().getTime(), characterOf, isItem };
  const add = trades.flatMap((trade) => newRows(trade, context));
  const times = add.map(({ atMs }) => atMs);
  return toChange(await changeLedger(deps, userId, times, async () => ({ remove: [], add })));
}

/** Throws `not_found` if the trader lacks one of these. */
const GONE = "One of these trades is gone: load the page again";

/** Changes trades of a trader. Throws `not_found`, and `invalid_input` with the wrong `field`. */
export async function updateTrades(
  deps: EntryDeps,
  { userId }: UserActor,
  { ids, change }: UpdateTradesInput,
): Promise<LedgerChange> {
  const [characterOf, isItem] = await Promise.all([characterFinder(deps, userId), itemCheck(deps)]);
  const nowMs = deps.clock.now().getTime();
  if (change.at !== undefined) checkTime(change.at, nowMs);
  if (change.itemId !== undefined) checkItem(isItem, change.itemId);
  const characterId = change.character === undefined ? undefined : characterOf(change.character);
  const times = change.at === undefined ? [] : [change.at];
  const done = await changeLedger(deps, userId, times, async (tx) => {
    const remove = await readRows(tx, userId, ids);
    requireAll(ids, remove);
    return { remove, add: remove.map((row) => editRow(row, { ...change, characterId })) };
  });
  return toChange(done);
}

/** Deletes trades of a trader, with all legs of a conversion. Throws `not_found`. */
export async function deleteTrades(
  deps: EntryDeps,
  { userId }: UserActor,
  { ids }: DeleteTradesInput,
): Promise<LedgerChange> {
  const done = await changeLedger(deps, userId, [], async (tx) => {
    const remove = await readRows(tx, userId, ids);
    requireAll(ids, remove);
    return { remove, add: [] };
  });
  return toChange(done);
}

function requireAll(ids: readonly string[], rows: readonly { id: string }[]): void {
  const found = new Set(rows.map(({ id }) => id));
  if (!ids.every((id) => found.has(id))) throw new AppError("not_found", GONE);
}
