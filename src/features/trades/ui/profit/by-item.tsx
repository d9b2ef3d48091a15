"use client";
import { useState } from "react";
import { MAX_PROFIT_ITEMS } from "#features/trades/rules/trade-limits.ts";
import { Choice } from "#features/trades/ui/desk/choice.tsx";
import desk from "#features/trades/ui/desk/desk.module.css";
import { ItemLink } from "#features/trades/ui/desk/item-link.tsx";
import { trpc } from "#trpc/client.tsx";
import { LoadFailed } from "#ui/failure/load-failed.tsx";
import { useLoadFailure } from "#ui/failure/use-load-failure.ts";
import { Button } from "#ui/form/button.tsx";
import { Amount, Exact, Percent, SignedAmount } from "#ui/format/figures.tsx";
import { DataTable } from "#ui/layout/data-table.tsx";
import type { DataTableHead } from "#ui/layout/data-table.tsx";
import dataTable from "#ui/layout/data-table.module.css";
import classes from "./profit.module.css";
import type { ProfitFilter } from "./use-profit-filter.ts";

const PAGE = 20;
const orders = [
  ["best", "Best first"],
  ["worst", "Worst first"],
] as const;

const heads: readonly DataTableHead[] = [
  { name: "item", label: "Item" },
  { name: "profit", label: "Profit", isNumber: true },
  { name: "roi", label: "ROI", isNumber: true },
  { name: "flips", label: "Flips", isNumber: true },
  { name: "wins", label: "Won", isNumber: true },
  { name: "units", label: "Units sold", isNumber: true },
  { name: "gross", label: "Received", isNumber: true },
  { name: "tax", label: "Tax", isNumber: true },
];

/** Profit by item. */
export function ByItem({ filter: { filter } }: { filter: ProfitFilter }) {
  const [order, setOrder] = useState<"best" | "worst">("best");
  const [limit, setLimit] = useState(PAGE);
  const query = trpc.profit.getByItem.useQuery(
    { ...filter, order, limit },
    { placeholderData: (before) => before },
  );
  const failure = useLoadFailure(query);
  const { items = null, total = 0 } = query.data ?? {};
  return (
    <section className={desk.wide} aria-labelledby="profit-by-item">
      <div className={classes.head}>
        <h2 id="profit-by-item">By item</h2>
        <Choice label="Order" options={orders} chosen={order} onChoose={setOrder} />
      </div>
      {failure !== null && <LoadFailed title="The items could not be loaded" failure={failure} size="line" />}
      {failure === null && total === 0 && items !== null && (
        <p className={classes.none}>No sale in this time.</p>
      )}
      {failure === null && (items === null || total > 0) && (
        <DataTable label="Profit by item, gp" heads={heads} classes={classes} skeletonRows={5}>
          {items === null
            ? null
            : items.map((each) => (
                <tr key={each.itemId}>
                  <th scope="row" data-wide>
                    <ItemLink itemId={each.itemId} name={each.name} icon={each.icon} />
                  </th>
                  <td data-number data-label="Profit">
                    <SignedAmount value={each.profit} />
                  </td>
                  <td data-number data-label="ROI">
                    <Percent value={each.roi} />
                  </td>
                  <td data-number data-label="Flips">
                    <Exact value={each.flips} />
                  </td>
                  <td data-number data-label="Won">
                    <Exact value={each.wins} />
                  </td>
                  <td data-number data-label="Units sold">
                    <Amount value={each.units} unit="units" />
                  </td>
                  <td data-number data-label="Received">
                    <Amount value={each.gross} />
                  </td>
                  <td data-number data-label="Tax">
                    <Amount value={each.tax} />
                  </td>
                </tr>
              ))}
        </DataTable>
      )}
      {items !== null && total > items.length && (
        <div className={dataTable.more}>
          {items.length < MAX_PROFIT_ITEMS && (
            <Button
              pending={query.isPlaceholderData}
              onPress={() => setLimit(Math.min(MAX_PROFIT_ITEMS, limit * 3))}
            >
              Show more
            </Button>
          )}
          {items.length} of {total} items
        </div>
      )}
    </section>
  );
}
