"use client";
import type { ImportView } from "#features/imports/contract.ts";
import { trpc } from "#trpc/client.tsx";
import { LoadFailed } from "#ui/failure/load-failed.tsx";
import { useLoadFailure } from "#ui/failure/use-load-failure.ts";
import { Amount, Exact } from "#ui/format/figures.tsx";
import { formatExact } from "#ui/format/format.ts";
import { DataTable } from "#ui/layout/data-table.tsx";
import classes from "#features/imports/ui/page/imports.module.css";
import { Scroller } from "#features/imports/ui/page/scroller.tsx";

const HEADS = [
  { name: "item", label: "Item" },
  { name: "trades", label: "Trades", isNumber: true },
  { name: "bought", label: "Bought", isNumber: true },
  { name: "spent", label: "Spent, gp", isNumber: true },
  { name: "sold", label: "Sold", isNumber: true },
  { name: "received", label: "Received, gp", isNumber: true },
] as const;

/** What the new trades come to, by item. */
export function ItemTotals({ view: { id, state } }: { view: ImportView }) {
  const query = trpc.imports.items.useQuery({ id }, { staleTime: 0 });
  const failure = useLoadFailure(query);
  if (failure !== null)
    return (
      <LoadFailed title="The totals could not be loaded" failure={failure} size="box">
        Nothing was changed.
      </LoadFailed>
    );
  const items = query.data?.items ?? null;
  if (items !== null && items.length === 0)
    return (
      <p className={classes.muted}>
        {state === "undone" ? "The rows of an import that was undone are not kept." : "No trade is new."}
      </p>
    );
  const more = query.data?.more ?? 0;
  return (
    <>
      <Scroller label="Totals of the file">
        <DataTable
          label="Totals by item"
          heads={HEADS}
          classes={{ ...classes, table: classes["rows"] ?? "" }}
          skeletonRows={5}
        >
          {items?.map((item) => (
            <tr key={item.itemId}>
              <th scope="row" data-wide title={item.itemName}>
                {item.itemName}
              </th>
              <td data-number data-label="Trades">
                <Exact value={item.trades} />
              </td>
              <td data-number data-label="Bought">
                <Exact value={item.bought} />
              </td>
              <td data-number data-label="Spent">
                <Amount value={item.spent} />
              </td>
              <td data-number data-label="Sold">
                <Exact value={item.sold} />
              </td>
              <td data-number data-label="Received">
                <Amount value={item.received} />
              </td>
            </tr>
          )) ?? null}
        </DataTable>
      </Scroller>
      {more > 0 && <p className={classes.muted}>{formatExact(more)} items with fewer coins are not shown.</p>}
    </>
  );
}
