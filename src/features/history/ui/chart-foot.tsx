"use client";
import { useSyncExternalStore } from "react";
import classes from "./price-chart.module.css";

const never = () => () => undefined;
const zoneName = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Whose clock the axis shows, what is still missing, and the credit that the chart library's licence asks for. */
export function ChartFoot({ note, problem }: { note: string | null; problem: boolean }) {
  // Known in the browser alone.
  const zone = useSyncExternalStore(never, zoneName, () => "");
  return (
    <div className={classes.foot}>
      <span>{zone && `Times in ${zone}`}</span>
      {note && <output>{note}</output>}
      {problem && <output>Could not be brought up to date; retrying with the next prices.</output>}
      <a
        className={classes.credit}
        href="https://www.tradingview.com/"
        target="_blank"
        rel="noopener noreferrer"
        data-hint="TradingView Lightweight Charts™, Copyright © 2025 TradingView, Inc."
      >
        Charts by TradingView
      </a>
    </div>
  );
}
