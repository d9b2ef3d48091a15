"use client";
import { useSyncExternalStore } from "react";
import { formatBucket } from "#ui/chart/axis/bucket.ts";
import classes from "./price-chart.module.css";

const DAY_S = 86_400;

const never = () => () => undefined;
const zoneName = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

type ChartFooterProps = {
  stepS: number;
  /** The length of a point or candle: `Each candle: 1 day (UTC)`. */
  each: string;
  /** The start of the first bucket with a trade (epoch ms), if it is much later than the range's start. */
  since: number | null;
  note: string | null;
  isStale: boolean;
};

/** The axis's time zone, what is still missing, and the attribution that the chart library's licence requires. */
export function ChartFooter({ stepS, each, since, note, isStale }: ChartFooterProps) {
  // Only the browser knows the reader's time zone.
  const zone = useSyncExternalStore(never, zoneName, () => "");
  return (
    <div className={classes.footer}>
      <span>{zone && (stepS >= DAY_S ? "Days in UTC" : `Times in ${zone}`)}</span>
      <span>{each}</span>
      <span className={classes.mouseHint}>
        Drag moves, Ctrl and wheel (or a click, then the wheel) zoom, a double-click shows all
      </span>
      <span className={classes.touchHint}>Two fingers zoom, a tap shows values, a double tap shows all</span>
      {since !== null && <span>First trade on record: {formatBucket(since, stepS)}</span>}
      {note && <output>{note}</output>}
      {isStale && <output>Could not be brought up to date; it is asked for again.</output>}
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
