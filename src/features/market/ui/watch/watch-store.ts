import { watchedItems } from "#features/market/rules/allowances.ts";
import {
  isAllowed,
  watchRefusals,
  withItemOrder,
  withItems,
  withList,
  withListOrder,
  withName,
  withoutItems,
  withoutList,
} from "#features/market/rules/watch/watchlists.ts";
import type { WatchChange } from "#features/market/rules/watch/watchlists.ts";
import type { WatchlistSet, WatchlistView } from "#features/market/watchlists/contract.ts";
import type { trpc } from "#trpc/client.tsx";
import { FormRefusal } from "#ui/form/failure.ts";
import { readDeviceLists, storeDeviceLists } from "./device-lists.ts";

type Utils = ReturnType<typeof trpc.useUtils>;
type Lists = readonly WatchlistView[];
type Change = WatchChange<WatchlistView>;
export type Owner = {
  utils: Utils;
  /** Null for a visitor, undefined while unknown. */
  userId: string | null | undefined;
};

/** A refusal that another plan would lift. */
export class PlanRefusal extends FormRefusal {}

const notKnown = () => new FormRefusal("It is not known yet whether you are signed in: try again");

/** One change at a time is decided, each by what the one before has left. */
let turn: Promise<unknown> = Promise.resolve();
const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
  const result = turn.then(act);
  turn = result.catch(() => undefined);
  return result;
};

function changed(lists: Lists, change: Change): Lists {
  const after = change(lists);
  if (typeof after === "string") throw new FormRefusal(watchRefusals[after]);
  return after;
}

/** What the anonymous plan allows: all where nothing is sold. */
async function deviceAllowance({ client }: Utils): Promise<number> {
  const { configured } = await client.billing.plans.query().catch(() => ({ configured: true }));
  return configured ? watchedItems.free : watchedItems.pro;
}

async function changeDevice(utils: Utils, change: Change): Promise<void> {
  const before = readDeviceLists();
  const after = changed(before, change);
  if (!isAllowed(before, after, watchedItems.free)) {
    const allowed = await deviceAllowance(utils);
    if (!isAllowed(before, after, allowed))
      throw allowed < watchedItems.pro
        ? new PlanRefusal(`Free has room for ${allowed} watched items: remove one to watch another.`)
        : new FormRefusal(`${allowed} items is the most to watch: remove one to watch another.`);
  }
  // Read again: another tab may have changed them meanwhile.
  if (!storeDeviceLists(changed(readDeviceLists(), change)))
    throw new FormRefusal("This browser has no room for it: nothing was changed");
}

/** Calls on their way; the answer of the last one is the newest. */
let sent = 0;
let sending: Promise<unknown> = Promise.resolve();

/** Shows the change at once, and takes it back if the server refuses it. */
async function changeAccount(
  { watchlists }: Utils,
  change: Change,
  send: () => Promise<WatchlistSet>,
): Promise<void> {
  const before = await inTurn(async () => {
    const held = watchlists.list.getData() ?? (await watchlists.list.fetch());
    await watchlists.list.cancel();
    const lists = changed(held.lists, change);
    watchlists.list.setData(undefined, { ...held, lists: [...lists] });
    return held;
  });
  sent += 1;
  const answer = sending.then(send);
  sending = answer.catch(() => undefined);
  try {
    const newest = await answer;
    if (sent === 1) watchlists.list.setData(undefined, newest);
  } catch (error) {
    if (sent === 1) watchlists.list.setData(undefined, before);
    void watchlists.list.invalidate();
    throw error;
  } finally {
    sent -= 1;
  }
}

const newList = (name: string, itemIds: readonly number[]): WatchlistView => ({
  id: crypto.randomUUID(),
  name,
  itemIds: [...new Set(itemIds)],
  shareToken: null,
});

/**
 * Changes the watchlists, of the account or of this device. Each change rejects with a FormRefusal or the server's error,
 * and then has changed nothing.
 */
export function watchStore({ utils, userId }: Owner) {
  const { watchlists: calls } = utils.client;
  const run = (change: Change, send: () => Promise<WatchlistSet>): Promise<void> => {
    if (userId === undefined) return Promise.reject(notKnown());
    return userId === null ? inTurn(() => changeDevice(utils, change)) : changeAccount(utils, change, send);
  };
  return {
    create: async (name: string, itemIds: readonly number[], at?: number): Promise<void> => {
      if (typeof userId !== "string") {
        const list = withList(newList(name, itemIds), at);
        await run(list, () => Promise.reject(new Error("of an account")));
        return;
      }
      // Only the server gives a list its id.
      const set = await calls.create.mutate({ name, itemIds: [...itemIds], ...(at !== undefined && { at }) });
      utils.watchlists.list.setData(undefined, set);
    },
    rename: (id: string, name: string) => run(withName(id, name), () => calls.rename.mutate({ id, name })),
    remove: (id: string) => run(withoutList(id), () => calls.delete.mutate({ id })),
    order: (ids: readonly string[]) => run(withListOrder(ids), () => calls.order.mutate({ ids: [...ids] })),
    addItems: (id: string, itemIds: readonly number[], at?: number) =>
      run(withItems(id, itemIds, at), () =>
        calls.addItems.mutate({ id, itemIds: [...itemIds], ...(at !== undefined && { at }) }),
      ),
    removeItems: (id: string, itemIds: readonly number[]) =>
      run(withoutItems(id, itemIds), () => calls.removeItems.mutate({ id, itemIds: [...itemIds] })),
    orderItems: (id: string, itemIds: readonly number[]) =>
      run(withItemOrder(id, itemIds), () => calls.orderItems.mutate({ id, itemIds: [...itemIds] })),
    /** Gives a list of the account its link. */
    share: async (id: string): Promise<void> =>
      utils.watchlists.list.setData(undefined, await calls.share.mutate({ id })),
    /** Takes the link back. */
    unshare: async (id: string): Promise<void> =>
      utils.watchlists.list.setData(undefined, await calls.unshare.mutate({ id })),
  };
}

/** Resolves once every change so far is shown, whether or not the server has it yet. */
export const allShown = (): Promise<unknown> => turn;

/** The lists as they are now. Rejects with a FormRefusal while it is unknown whose they are, or with the server's error. */
export async function listsNow({ utils, userId }: Owner): Promise<Lists> {
  if (userId === undefined) throw notKnown();
  if (userId === null) return readDeviceLists();
  const { list } = utils.watchlists;
  return (list.getData() ?? (await list.fetch())).lists;
}
