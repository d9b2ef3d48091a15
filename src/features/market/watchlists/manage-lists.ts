import { randomUUID } from "node:crypto";
import type { UserActor } from "#platform/actor.ts";
import type { PlanDeps } from "#features/billing/records/find-plan.ts";
import {
  withAdopted,
  withItemOrder,
  withItems,
  withList,
  withListOrder,
  withName,
  withoutItems,
  withoutList,
} from "#features/market/rules/watch/watchlists.ts";
import { changeWatchlists, knownItems } from "./change-lists.ts";
import type {
  AddItemsInput,
  AdoptWatchlistsInput,
  CreateWatchlistInput,
  ListItemsInput,
  OrderWatchlistsInput,
  RenameWatchlistInput,
  WatchlistIdInput,
  WatchlistSet,
  WatchlistView,
} from "./contract.ts";

// Each throws what `changeWatchlists` throws.

const newList = (list: { name: string; itemIds: readonly number[] }): WatchlistView => ({
  id: randomUUID(),
  name: list.name,
  itemIds: [...new Set(list.itemIds)],
  shareToken: null,
});

export const createWatchlist = (
  deps: PlanDeps,
  actor: UserActor,
  { at, ...list }: CreateWatchlistInput,
): Promise<WatchlistSet> => changeWatchlists(deps, actor, withList(newList(list), at));

export const renameWatchlist = (
  deps: PlanDeps,
  actor: UserActor,
  { id, name }: RenameWatchlistInput,
): Promise<WatchlistSet> => changeWatchlists(deps, actor, withName(id, name));

export const deleteWatchlist = (
  deps: PlanDeps,
  actor: UserActor,
  { id }: WatchlistIdInput,
): Promise<WatchlistSet> => changeWatchlists(deps, actor, withoutList(id));

export const orderWatchlists = (
  deps: PlanDeps,
  actor: UserActor,
  { ids }: OrderWatchlistsInput,
): Promise<WatchlistSet> => changeWatchlists(deps, actor, withListOrder(ids));

export const addItems = (
  deps: PlanDeps,
  actor: UserActor,
  { id, itemIds, at }: AddItemsInput,
): Promise<WatchlistSet> => changeWatchlists(deps, actor, withItems(id, itemIds, at));

export const removeItems = (
  deps: PlanDeps,
  actor: UserActor,
  { id, itemIds }: ListItemsInput,
): Promise<WatchlistSet> => changeWatchlists(deps, actor, withoutItems(id, itemIds));

export const orderItems = (
  deps: PlanDeps,
  actor: UserActor,
  { id, itemIds }: ListItemsInput,
): Promise<WatchlistSet> => changeWatchlists(deps, actor, withItemOrder(id, itemIds));

/**
 * Keeps the lists of a device in the account: all, or none if they are too many together. The items of a list whose name
 * the account has are added to that one, so that a second call changes nothing. Leaves out items that nobody knows.
 */
export async function adoptWatchlists(
  deps: PlanDeps,
  actor: UserActor,
  { lists }: AdoptWatchlistsInput,
): Promise<WatchlistSet> {
  const known = await knownItems(
    deps.db,
    lists.flatMap(({ itemIds }) => itemIds),
  );
  const given = lists.map(({ name, itemIds }) => ({ name, itemIds: itemIds.filter((id) => known.has(id)) }));
  return changeWatchlists(deps, actor, withAdopted(given, newList));
}
