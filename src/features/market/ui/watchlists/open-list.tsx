"use client";
import Link from "next/link";
import type { MarketColumns } from "#features/market/rules/list/columns.ts";
import { doWatch } from "#features/market/ui/watch/toggle-watch.ts";
import type { watchStore } from "#features/market/ui/watch/watch-store.ts";
import type { WatchlistView } from "#features/market/watchlists/contract.ts";
import { ItemsTable } from "./items-table.tsx";
import { ListHead } from "./list-head.tsx";
import classes from "./watchlists.module.css";

type OpenListProps = {
  list: WatchlistView;
  market: MarketColumns | null;
  isAccount: boolean;
  store: ReturnType<typeof watchStore>;
  onDelete: () => Promise<void>;
};

/** One list: what can be done with it, and its items. */
export function OpenList({ list, market, isAccount, store, onDelete }: OpenListProps) {
  const { id, name, itemIds } = list;
  const count = (added: readonly number[]) => (added.length === 1 ? "1 item" : `${added.length} items`);
  return (
    <>
      <ListHead
        list={list}
        market={market}
        isAccount={isAccount}
        onRename={(next) =>
          doWatch(
            () => store.rename(id, next),
            `“${name}” is now “${next}”.`,
            () => store.rename(id, name),
          )
        }
        onAdd={(added) =>
          doWatch(
            () => store.addItems(id, added),
            `${count(added)} added to “${name}”.`,
            () => store.removeItems(id, added),
          )
        }
        onShare={(isShared) =>
          doWatch(
            () => (isShared ? store.share(id) : store.unshare(id)),
            isShared ? `“${name}” has a link now.` : `The link to “${name}” works no longer.`,
          )
        }
        onDelete={() => void onDelete()}
      />
      {itemIds.length === 0 ? (
        <p className={classes.empty}>
          Nothing is on this list yet. Press w or the star on a row of the <Link href="/">market</Link> or on
          the page of an item, or import names.
        </p>
      ) : (
        <ItemsTable
          label={`Items of ${name}`}
          itemIds={itemIds}
          market={market}
          edit={{
            onOrder: (ids) => doWatch(() => store.orderItems(id, ids), null),
            onRemove: (item) =>
              void doWatch(
                () => store.removeItems(id, [item.id]),
                `${item.name} is off “${name}”.`,
                () => store.addItems(id, [item.id], itemIds.indexOf(item.id)),
              ),
          }}
        />
      )}
    </>
  );
}
