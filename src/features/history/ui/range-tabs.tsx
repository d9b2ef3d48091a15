"use client";
import { useRef } from "react";
import type { KeyboardEvent } from "react";
import { chartRanges, rangeOf } from "#features/history/range.ts";
import type { ChartRange } from "#features/history/range.ts";
import classes from "./price-chart.module.css";

type RangeTabsProps = { id: string; range: ChartRange; onChange: (range: ChartRange) => void };

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1 };

/** Tabs as the ARIA pattern has them: one stop for Tab, arrows choose. */
export function RangeTabs({ id, range, onChange }: RangeTabsProps) {
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    const count = chartRanges.length;
    const next = chartRanges[(chartRanges.indexOf(range) + step + count) % count];
    if (next === undefined) return;
    event.preventDefault();
    onChange(next);
    list.current?.querySelector<HTMLElement>(`[data-range="${next}"]`)?.focus();
  };
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
          data-range={name}
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
