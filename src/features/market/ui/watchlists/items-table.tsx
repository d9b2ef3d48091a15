"use client";
import Link from "next/link";
import { useMemo } from "react";
import type { ReactNode } from "react";
import type { MarketColumns } from "#features/market/rules/list/columns.ts";
import { Age, Amount, Percent, SignedAmount, Unknown } from "#ui/format/figures.tsx";
import { ItemIcon } from "#ui/icons/item-icon.tsx";
import { Skeleton } from "#ui/feedback/skeleton.tsx";
import { CloseIcon, DownIcon, GripIcon, UpIcon } from "#ui/icons/icons.tsx";
import classes from "./watchlists.module.css";
import { useReorder } from "./use-reorder.ts";

type ItemsTableProps = {
  label: string;
  itemIds: readonly number[];
  /** Null while prices are loading. */
  market: MarketColumns | null;
  /** Absent: the list is read-only. */
  edit?: {
    onOrder: (itemIds: readonly number[]) => Promise<unknown>;
    onRemove: (item: { id: number; name: string }) => void;
  };
};

const readOnly = { onOrder: () => Promise.resolve(), onRemove: () => undefined };

/** The items of a list with their prices, in its order. */
export function ItemsTable({ label, itemIds, market, edit }: ItemsTableProps) {
  const rowOf = useMemo(() => new Map(market?.id.map((id, row) => [id, row])), [market]);
  const nameOf = (id: number): string => market?.name[rowOf.get(id) ?? -1] ?? `Item ${id}`;
  const { onOrder, onRemove } = edit ?? readOnly;
  const order = useReorder({ ids: itemIds, nameOf, onOrder });
  /** The control that was pressed goes with its row: the focus moves to the next one. */
  const remove = (id: number, from: Element) => {
    const at = order.shown.indexOf(id);
    const next = order.shown[at + 1] ?? order.shown[at - 1];
    from.closest("tbody")?.querySelector<HTMLElement>(`[data-item="${next}"] a`)?.focus();
    onRemove({ id, name: nameOf(id) });
  };
  return (
    <>
      <table className={classes.table} aria-label={label}>
        <thead>
          <tr>
            <th scope="col">Item</th>
            <th scope="col" data-number data-wide>
              Buy at <span>gp</span>
            </th>
            <th scope="col" data-number data-wide>
              Sell at <span>gp</span>
            </th>
            <th scope="col" data-number data-hint="After tax, for one unit">
              Margin <span>gp</span>
              <span className={classes.under}>ROI</span>
            </th>
            <th scope="col" data-number data-wide>
              ROI
            </th>
            <th scope="col" data-number data-wide>
              Vol 24h
            </th>
            <th scope="col" data-number data-wide>
              Age
            </th>
            {edit !== undefined && (
              <th scope="col" data-acts>
                <span className="sr-only">Order and removal</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {order.shown.map((id, at) => {
            const row = rowOf.get(id);
            const name = nameOf(id);
            return (
              <tr
                key={id}
                data-item={id}
                data-dimmed={market?.trusted[row ?? -1] === false || undefined}
                {...(edit !== undefined && order.dragProps(id))}
              >
                <th scope="row">
                  <span className={classes.item}>
                    {edit !== undefined && (
                      <span className={classes.grip}>
                        <GripIcon size={14} />
                      </span>
                    )}
                    <ItemIcon name={name} icon={market?.icon[row ?? -1] ?? ""} />
                    <Link
                      href={`/items/${id}`}
                      draggable={false}
                      onKeyDown={(event) => {
                        if (edit === undefined || event.ctrlKey || event.metaKey) return;
                        if (event.key === "Delete" || event.key === "w") remove(id, event.currentTarget);
                        else order.onKeyDown(event, id);
                      }}
                    >
                      {name}
                    </Link>
                  </span>
                </th>
                <Figures market={market} row={row} />
                {edit !== undefined && (
                  <td data-acts>
                    <span className={classes.acts}>
                      <button
                        type="button"
                        aria-label={`Move ${name} up`}
                        disabled={at === 0}
                        onClick={() => order.move(id, -1)}
                      >
                        <UpIcon size={14} />
                      </button>
                      <button
                        type="button"
                        aria-label={`Move ${name} down`}
                        disabled={at === order.shown.length - 1}
                        onClick={() => order.move(id, 1)}
                      >
                        <DownIcon size={14} />
                      </button>
                      <button
                        type="button"
                        aria-label={`Remove ${name}`}
                        onClick={({ currentTarget }) => remove(id, currentTarget)}
                      >
                        <CloseIcon size={14} />
                      </button>
                    </span>
                  </td>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
      <output className="sr-only">{order.announcement}</output>
    </>
  );
}

/** `row` is undefined for an item that the feed no longer lists. */
function Figures({ market, row = -1 }: { market: MarketColumns | null; row: number | undefined }) {
  const figure = (draw: (columns: MarketColumns) => ReactNode, isWide = false) => (
    <td data-number data-wide={isWide || undefined}>
      {market === null ? <Skeleton /> : row < 0 ? <Unknown /> : draw(market)}
    </td>
  );
  return (
    <>
      {figure(
        ({ low }) => (
          <Amount value={low[row] ?? null} />
        ),
        true,
      )}
      {figure(
        ({ high }) => (
          <Amount value={high[row] ?? null} />
        ),
        true,
      )}
      {figure(({ margin, roi }) => (
        <>
          <SignedAmount value={margin[row] ?? null} />
          <span className={classes.under}>
            <Percent value={roi[row] ?? null} />
          </span>
        </>
      ))}
      {figure(
        ({ roi }) => (
          <Percent value={roi[row] ?? null} />
        ),
        true,
      )}
      {figure(
        ({ volume24h }) => (
          <Amount value={volume24h[row] ?? null} unit="units" />
        ),
        true,
      )}
      {figure(
        ({ age }) => (
          <Age atMs={age[row] ?? null} />
        ),
        true,
      )}
    </>
  );
}
