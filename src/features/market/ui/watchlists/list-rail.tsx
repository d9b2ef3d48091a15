"use client";
import type { WatchlistView } from "#features/market/watchlists/contract.ts";
import { NameForm } from "#features/market/ui/views/name-form.tsx";
import { DownIcon, UpIcon } from "#ui/icons/icons.tsx";
import { useReorder } from "./use-reorder.ts";
import classes from "./watchlists.module.css";

type ListRailProps = {
  lists: readonly WatchlistView[];
  current: WatchlistView;
  onOpen: (id: string) => void;
  onOrder: (ids: readonly string[]) => Promise<unknown>;
  /** Resolves to whether it was made. */
  onCreate: (name: string) => Promise<boolean>;
};

/** The names of all lists in their order; the open one is the one that `w` is for. */
export function ListRail({ lists, current, onOpen, onOrder, onCreate }: ListRailProps) {
  const listOf = (id: string) => lists.find((list) => list.id === id);
  const order = useReorder({
    ids: lists.map(({ id }) => id),
    nameOf: (id) => listOf(id)?.name ?? "",
    onOrder,
  });
  return (
    <div className={classes.rail}>
      <nav aria-label="Watchlists">
        <ul>
          {order.shown.map((id, at) => {
            const list = listOf(id);
            const isOpen = id === current.id;
            return (
              list && (
                <li key={id} data-open={isOpen || undefined} {...order.dragProps(id)}>
                  <button
                    type="button"
                    className={classes.open}
                    aria-current={isOpen || undefined}
                    onClick={() => onOpen(id)}
                    onKeyDown={(event) => order.onKeyDown(event, id)}
                  >
                    <bdi title={list.name}>{list.name}</bdi>
                    <span>
                      {list.itemIds.length}
                      <span className="sr-only"> items</span>
                    </span>
                  </button>
                  {isOpen && lists.length > 1 && (
                    <span className={classes.acts}>
                      <button
                        type="button"
                        aria-label={`Move ${list.name} up`}
                        disabled={at === 0}
                        onClick={() => order.move(id, -1)}
                      >
                        <UpIcon size={14} />
                      </button>
                      <button
                        type="button"
                        aria-label={`Move ${list.name} down`}
                        disabled={at === lists.length - 1}
                        onClick={() => order.move(id, 1)}
                      >
                        <DownIcon size={14} />
                      </button>
                    </span>
                  )}
                </li>
              )
            );
          })}
        </ul>
      </nav>
      <NameForm label="New list" button="Add" initial="" onSend={onCreate} />
      <output className="sr-only">{order.announcement}</output>
    </div>
  );
}
