"use client";
import { useSyncExternalStore } from "react";
import { formatBucket } from "#ui/chart/axis/bucket.ts";
import classes from "./price-chart.module.css";

const DAY_S = 86_400;

const never = () => () => undefined;
const zoneName = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

type ChartFooterProps = {
  stepS: number;
  /** What a point or candle is, and its length: `Each candle: 1 day (UTC)`. */
  each: string;
  /** Start of the first bucket with a trade (epoch ms) where that is well after the range's. */
  since: number | null;
  note: string | null;
  problem: boolean;
};

/** Whose clock the axis shows, what is still missing, and the credit that the chart library's licence asks for. */
export function ChartFooter({ stepS, each, since, note, problem }: ChartFooterProps) {
  // Known in the browser alone.
  const zone = useSyncExternalStore(never, zoneName, () => "");
  return (
    <div className={classes.footer}>
      <span>{zone && (stepS >= DAY_S ? "Days in UTC" : `Times in ${zone}`)}</span>
      <span>{each}</span>
      {since !== null && <span>First trade on record: {formatBucket(since, stepS)}</span>}
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
