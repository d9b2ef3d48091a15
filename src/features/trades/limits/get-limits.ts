import type { UserActor } from "#platform/actor.ts";
import { clientOf } from "#platform/db/db.ts";
import { epochMs } from "#platform/db/epoch.ts";
import { pgArray } from "#platform/db/pg-array.ts";
import { loadMarket } from "#features/market/list/load-market.ts";
import { readCharacters } from "#features/trades/characters/find-character.ts";
import { leftOf } from "#features/trades/rules/buy-window.ts";
import { openWindows } from "#features/trades/rules/open-windows.ts";
import type { ReadBuys, WindowBuy } from "#features/trades/rules/open-windows.ts";
import { FIRST_TRADE_MS } from "#features/trades/rules/trade-limits.ts";
import type { GetLimitsInput, RunningLimits } from "./contract.ts";

type Deps = Parameters<typeof loadMarket>[0];

/**
 * The windows of the trader's buy limits that run now, of all items or of one. Only purchases of the ledger count: what
 * the trader bought without entering it is unknown here.
 */
export async function getLimits(
  deps: Deps,
  { userId }: UserActor,
  { itemId }: GetLimitsInput,
): Promise<RunningLimits> {
  const nowMs = deps.clock.now().getTime();
  const read: ReadBuys = (span, itemIds) =>
    readBuys(deps, userId, span, itemId === undefined ? itemIds : [itemId]);
  const [windows, characters, market] = await Promise.all([
    openWindows(read, nowMs),
    readCharacters(deps.db, userId),
    loadMarket(deps),
  ]);
  const nameOf = new Map(characters.map(({ id, name }) => [id, name]));
  return {
    at: nowMs,
    characters: characters.length,
    limits: windows.map((window) => {
      const index = market.indexById[window.itemId] ?? -1;
      const limit = market.columns.limit[index] ?? null;
      return {
        characterId: window.characterId,
        character: nameOf.get(window.characterId) ?? "",
        itemId: window.itemId,
        name: market.columns.name[index] ?? `Item ${window.itemId}`,
        icon: market.columns.icon[index] ?? "",
        limit,
        bought: Math.min(window.bought, Number.MAX_SAFE_INTEGER),
        left: leftOf(limit, window),
        openedAt: window.openedMs,
        endsAt: window.endsMs,
      };
    }),
  };
}

/** The index by user and time serves a reading of all items, the one by item the others. */
function readBuys(
  { db }: Pick<Deps, "db">,
  userId: string,
  { fromMs, toMs }: { fromMs: number; toMs: number },
  itemIds: readonly number[] | null,
): Promise<WindowBuy[]> {
  const sql = clientOf(db);
  const from = Math.max(fromMs, FIRST_TRADE_MS);
  return sql<WindowBuy[]>`
    select character_id as "characterId", item_id as "itemId", ${epochMs(sql, "at")} as "atMs",
      quantity::float8 as quantity
    from user_transactions
    where user_id = ${userId} and kind = 'buy' and at >= to_timestamp(${from}::float8 / 1000)
      and at < to_timestamp(${toMs}::float8 / 1000)
      ${itemIds === null ? sql`` : sql`and item_id = any(${pgArray(itemIds)}::int[])`}
    order by at`;
}
