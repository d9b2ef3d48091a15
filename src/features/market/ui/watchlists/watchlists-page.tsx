"use client";
import { useRef } from "react";
import { watchedIds } from "#features/market/rules/watch/watchlists.ts";
import { useMarketList } from "#features/market/ui/table/use-list.ts";
import { storeCurrentId } from "#features/market/ui/watch/device-lists.ts";
import { doWatch } from "#features/market/ui/watch/toggle-watch.ts";
import { useWatchlists } from "#features/market/ui/watch/use-watchlists.ts";
import { listsNow, watchStore } from "#features/market/ui/watch/watch-store.ts";
import { trpc } from "#trpc/client.tsx";
import { LoadFailed } from "#ui/failure/load-failed.tsx";
import { useLoadFailure } from "#ui/failure/use-load-failure.ts";
import { SectionSkeleton } from "#ui/layout/section.tsx";
import { DeviceLeftovers } from "./device-leftovers.tsx";
import { ListRail } from "./list-rail.tsx";
import { NoLists } from "./no-lists.tsx";
import { OpenList } from "./open-list.tsx";
import { Room } from "./room.tsx";
import classes from "./watchlists.module.css";

const ALL = { coins: null, listing: null } as const;
const FIRST_LIST = "Watchlist";

/** The watchlists of the account, or of this device: their items with prices, in their owner's order. */
export function WatchlistsPage() {
  const utils = trpc.useUtils();
  const { userId, lists, current, allowed, query } = useWatchlists();
  const { market, list: prices } = useMarketList(ALL, null);
  const listsFailure = useLoadFailure(query);
  const pricesFailure = useLoadFailure(prices);
  const body = useRef<HTMLDivElement>(null);
  const store = watchStore({ utils, userId });
  const isAccount = typeof userId === "string";

  const create = async (name: string, itemIds: readonly number[] = []): Promise<boolean> => {
    if (!(await doWatch(() => store.create(name, itemIds), `“${name}” is the list that w adds to.`)))
      return false;
    const made = (await listsNow({ utils, userId })).find((list) => list.name === name);
    if (made !== undefined) storeCurrentId(made.id);
    return true;
  };
  if (lists === null)
    return (
      <div className={classes.page}>
        <h1>Watchlists</h1>
        {listsFailure === null ? (
          <SectionSkeleton />
        ) : (
          <LoadFailed title="Your watchlists could not be loaded" failure={listsFailure} size="box">
            They are safe.
          </LoadFailed>
        )}
      </div>
    );
  return (
    <div className={classes.page}>
      <div className={classes.title}>
        <h1>Watchlists</h1>
        <Room count={watchedIds(lists).size} allowed={allowed} />
      </div>
      {isAccount && <DeviceLeftovers />}
      {pricesFailure !== null && (
        <LoadFailed title="Prices could not be loaded" failure={pricesFailure} size="line" />
      )}
      {current === null ? (
        <NoLists
          market={market}
          isAccount={isAccount}
          onCreate={create}
          onAdd={(itemIds) => create(FIRST_LIST, itemIds)}
        />
      ) : (
        <div className={classes.desk}>
          <ListRail
            lists={lists}
            current={current}
            onOpen={storeCurrentId}
            onOrder={(ids) => doWatch(() => store.order(ids), null)}
            onCreate={create}
          />
          <div ref={body} className={classes.body} tabIndex={-1}>
            <OpenList
              key={current.id}
              list={current}
              market={market}
              isAccount={isAccount}
              store={store}
              onDelete={async () => {
                const at = lists.indexOf(current);
                const { name, itemIds } = current;
                const link = current.shareToken === null ? "" : " Its link works no longer.";
                const undo = () => store.create(name, itemIds, at);
                if (await doWatch(() => store.remove(current.id), `Deleted “${name}”.${link}`, undo))
                  body.current?.focus();
              }}
            />
          </div>
        </div>
      )}
      {userId === null && (
        <p className={classes.note}>Kept on this device. With an account, they are on all of yours.</p>
      )}
    </div>
  );
}
