"use client";
import { chartRanges, rangeOf } from "#features/history/rules/chart/range.ts";
import type { ChartRange } from "#features/history/rules/chart/range.ts";
import { useTabKeys } from "#ui/layout/use-tab-keys.ts";
import classes from "./price-chart.module.css";

type RangeTabsProps = { id: string; range: ChartRange; onChange: (range: ChartRange) => void };

export function RangeTabs({ id, range, onChange }: RangeTabsProps) {
  const { list, onKeyDown } = useTabKeys(chartRanges, range, onChange);
  return (
    <div
      ref={list}
      className={classes.tabs}
      role="tablist"
      aria-label="Range"
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      {chartRanges.map((name) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={`${id}-${name}`}
          aria-selected={name === range}
          aria-controls={`${id}-panel`}
          tabIndex={name === range ? 0 : -1}
          className={classes.tab}
          onClick={() => onChange(name)}
        >
          {name}
          <span className="sr-only">, {rangeOf[name].name}</span>
        </button>
      ))}
    </div>
  );
}
