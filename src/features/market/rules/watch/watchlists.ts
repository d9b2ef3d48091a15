import { watchedItems } from "#features/market/rules/allowances.ts";

/** As many lists as a person tells apart. */
export const MAX_LISTS = 50;
/** No plan watches more items, so no list is longer. */
export const MAX_LIST_ITEMS = watchedItems.pro;

/** A list of items, in the order that its owner gave it. */
export type Watchlist = { id: string; name: string; itemIds: readonly number[] };

/** Why a change was refused. `gone`: there is no such list. */
export type WatchRefusal = "gone" | "nameTaken" | "tooMany";

export const watchRefusals: Readonly<Record<WatchRefusal, string>> = {
  gone: "That list is gone",
  nameTaken: "Another list has this name",
  tooMany: `There is room for ${MAX_LISTS} lists: delete one to add another`,
};

/** A change of all lists of an owner: what they are afterwards, or why it was refused. */
export type WatchChange<List extends Watchlist> = (lists: readonly List[]) => readonly List[] | WatchRefusal;

/** The distinct items of all lists. */
export const watchedIds = (lists: readonly Pick<Watchlist, "itemIds">[]): Set<number> =>
  new Set(lists.flatMap(({ itemIds }) => itemIds));

/** Whether a change keeps to the allowance. What is watched beyond it, such as after a downgrade, may stay but not grow. */
export function isAllowed(
  before: readonly Watchlist[],
  after: readonly Watchlist[],
  allowed: number,
): boolean {
  const count = watchedIds(after).size;
  return count <= allowed || count <= watchedIds(before).size;
}

const putAt = <T>(held: readonly T[], added: readonly T[], at = held.length): T[] =>
  held.toSpliced(Math.max(0, Math.min(at, held.length)), 0, ...added);

/** In the wanted order; what it leaves out follows, and what is not held is ignored. */
export function inOrder<T>(held: readonly T[], wanted: readonly T[]): T[] {
  const known = new Set(held);
  const named = new Set(wanted.filter((one) => known.has(one)));
  return [...named, ...held.filter((one) => !named.has(one))];
}

/** `at`: the place of the new list, by default the last. */
export const withList =
  <List extends Watchlist>(list: List, at?: number): WatchChange<List> =>
  (lists) => {
    if (lists.some(({ name }) => name === list.name)) return "nameTaken";
    return lists.length >= MAX_LISTS ? "tooMany" : putAt(lists, [list], at);
  };

export const withoutList =
  <List extends Watchlist>(id: string): WatchChange<List> =>
  (lists) =>
    lists.some((list) => list.id === id) ? lists.filter((list) => list.id !== id) : "gone";

const changeOne =
  <List extends Watchlist>(id: string, change: (list: List) => List): WatchChange<List> =>
  (lists) =>
    lists.some((list) => list.id === id)
      ? lists.map((list) => (list.id === id ? change(list) : list))
      : "gone";

export const withName =
  <List extends Watchlist>(id: string, name: string): WatchChange<List> =>
  (lists) =>
    lists.some((list) => list.id !== id && list.name === name)
      ? "nameTaken"
      : changeOne<List>(id, (list) => ({ ...list, name }))(lists);

/** `at`: the place of the first added item, by default behind the others. Items that the list has keep their place. */
export const withItems = <List extends Watchlist>(
  id: string,
  added: readonly number[],
  at?: number,
): WatchChange<List> =>
  changeOne<List>(id, (list) => ({
    ...list,
    itemIds: putAt(
      list.itemIds,
      [...new Set(added)].filter((itemId) => !list.itemIds.includes(itemId)),
      at,
    ),
  }));

export const withoutItems = <List extends Watchlist>(
  id: string,
  removed: readonly number[],
): WatchChange<List> =>
  changeOne<List>(id, (list) => ({
    ...list,
    itemIds: list.itemIds.filter((itemId) => !removed.includes(itemId)),
  }));

export const withItemOrder = <List extends Watchlist>(
  id: string,
  itemIds: readonly number[],
): WatchChange<List> => changeOne<List>(id, (list) => ({ ...list, itemIds: inOrder(list.itemIds, itemIds) }));

export const withListOrder =
  <List extends Watchlist>(ids: readonly string[]): WatchChange<List> =>
  (lists) =>
    inOrder(
      lists.map(({ id }) => id),
      ids,
    ).flatMap((id) => lists.find((list) => list.id === id) ?? []);

/** The lists with those of a device: the items of one whose name is there are added to that list. */
export const withAdopted =
  <List extends Watchlist>(
    given: readonly Omit<Watchlist, "id">[],
    make: (list: Omit<Watchlist, "id">) => List,
  ): WatchChange<List> =>
  (lists) => {
    let kept: readonly List[] = lists;
    for (const { name, itemIds } of given) {
      const same = kept.find((list) => list.name === name);
      const change =
        same === undefined
          ? withList(make({ name, itemIds: [...new Set(itemIds)] }))
          : withItems<List>(same.id, itemIds);
      const next = change(kept);
      if (typeof next === "string") return next;
      kept = next;
    }
    return kept;
  };
