"use client";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useId } from "react";
import { chartRanges } from "#features/history/range.ts";
import { ChartPanel } from "./chart-panel.tsx";
import classes from "./price-chart.module.css";
import { RangeTabs } from "./range-tabs.tsx";
import { usePriceHistory } from "./use-price-history.ts";

/** An item's prices over time, both sides, with volumes. The range stands in the URL. */
export function PriceChart({ itemId, itemName }: { itemId: number; itemName: string }) {
  const [range, setRange] = useQueryState("range", parseAsStringLiteral(chartRanges).withDefault("1d"));
  const history = usePriceHistory(itemId, range);
  const id = useId();
  return (
    <section className={classes.chart} aria-label="Price history">
      <div className={classes.head}>
        <h2 className={classes.title}>Price history</h2>
        <RangeTabs id={id} range={range} onChange={(next) => void setRange(next)} />
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${range}`}>
        <ChartPanel history={history} range={range} itemName={itemName} />
      </div>
    </section>
  );
}
