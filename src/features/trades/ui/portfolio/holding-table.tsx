"use client";
import { useState } from "react";
import type { Holding, Portfolio } from "#features/trades/portfolio/contract.ts";
import desk from "#features/trades/ui/desk/desk.module.css";
import { Button } from "#ui/form/button.tsx";
import { DataTable } from "#ui/layout/data-table.tsx";
import type { DataTableHead } from "#ui/layout/data-table.tsx";
import dataTable from "#ui/layout/data-table.module.css";
import { HoldingRow } from "./holding-row.tsx";
import classes from "./portfolio.module.css";

const PAGE = 100;

const heads = (hasCharacters: boolean): DataTableHead[] => [
  { name: "item", label: "Item" },
  ...(hasCharacters ? [{ name: "character", label: "Character" }] : []),
  { name: "units", label: "Units", isNumber: true },
  { name: "unitCost", label: "Cost each", isNumber: true },
  { name: "cost", label: "Cost", isNumber: true },
  { name: "price", label: "Sell at", isNumber: true },
  { name: "value", label: "Value now", isNumber: true },
  { name: "profit", label: "Profit", isNumber: true },
  { name: "roi", label: "ROI", isNumber: true },
  { name: "breakEven", label: "Break-even", isNumber: true },
  { name: "held", label: "Held", isNumber: true },
  { name: "more", label: "Lots", isNumber: true },
];

type HoldingTableProps = {
  holdings: readonly Holding[];
  method: Portfolio["method"];
  hasCharacters: boolean;
};

export function HoldingTable({ holdings, method, hasCharacters }: HoldingTableProps) {
  const [count, setCount] = useState(PAGE);
  const columns = heads(hasCharacters);
  return (
    <>
      <div className={desk.wide}>
        {/* Scrolls by keyboard too, so it takes the focus and has a name. */}
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
        <section className={classes.scroll} aria-label="What you hold" tabIndex={0}>
          <DataTable label="What you hold, gp" heads={columns} classes={classes} skeletonRows={0}>
            {holdings.slice(0, count).map((holding) => (
              <HoldingRow
                key={`${holding.itemId}/${holding.characterId}`}
                holding={holding}
                method={method}
                hasCharacter={hasCharacters}
                columns={columns.length}
              />
            ))}
          </DataTable>
        </section>
        {holdings.length > count && (
          <div className={dataTable.more}>
            <Button onPress={() => setCount(count + PAGE)}>Show more</Button>
            {count} of {holdings.length}
          </div>
        )}
      </div>
      <p className={desk.note}>
        Amounts in gp. “Sell at” is the newest instant buy, with its age; “Held” is weighted by units. * marks
        units of unknown cost.
      </p>
    </>
  );
}
