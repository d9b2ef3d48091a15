"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useMarketList } from "#features/market/ui/table/use-list.ts";
import { storeCurrentId } from "#features/market/ui/watch/device-lists.ts";
import { doWatch } from "#features/market/ui/watch/toggle-watch.ts";
import { useWatchlists } from "#features/market/ui/watch/use-watchlists.ts";
import { listsNow, watchStore } from "#features/market/ui/watch/watch-store.ts";
import { freeName } from "#features/market/rules/list/free-name.ts";
import type { SharedWatchlist } from "#features/market/watchlists/contract.ts";
import { trpc } from "#trpc/client.tsx";
import { LoadFailed } from "#ui/failure/load-failed.tsx";
import { useLoadFailure } from "#ui/failure/use-load-failure.ts";
import { Button } from "#ui/form/button.tsx";
import { ItemsTable } from "./items-table.tsx";
import classes from "./watchlists.module.css";

const ALL = { coins: null, listing: null } as const;

/** A list that somebody shares by its link, to be seen and copied. */
export function SharedList({ list }: { list: SharedWatchlist }) {
  const utils = trpc.useUtils();
  const router = useRouter();
  const { userId, lists } = useWatchlists();
  const { market, list: prices } = useMarketList(ALL, null);
  const failure = useLoadFailure(prices);
  const [isPending, setPending] = useState(false);
  const copy = async () => {
    setPending(true);
    const owner = { utils, userId };
    const name = freeName(list.name, new Set(lists?.map((one) => one.name)));
    if (await doWatch(() => watchStore(owner).create(name, list.itemIds), `“${name}” is yours now.`)) {
      const made = (await listsNow(owner)).find((one) => one.name === name);
      if (made !== undefined) storeCurrentId(made.id);
      router.push("/watchlists");
    }
    setPending(false);
  };
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <div className={classes.title}>
          <h1>
            <bdi>{list.name}</bdi>
          </h1>
          <p className={classes.room}>A watchlist that somebody shares, as it is now</p>
        </div>
        <Button tone="primary" pending={isPending} disabled={lists === null} onPress={() => void copy()}>
          Copy to my watchlists
        </Button>
      </header>
      {failure !== null && <LoadFailed title="Prices could not be loaded" failure={failure} size="line" />}
      {list.itemIds.length === 0 ? (
        <p className={classes.empty}>Nothing is on this list now.</p>
      ) : (
        <ItemsTable label={`Items of ${list.name}`} itemIds={list.itemIds} market={market} />
      )}
    </div>
  );
}
