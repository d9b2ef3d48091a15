"use client";
import type { MarketColumns } from "#features/market/rules/list/columns.ts";
import { Unknown } from "#ui/format/figures.tsx";
import { formatLongAge } from "#ui/format/format.ts";
import { useAge, useTimedText } from "#ui/format/now.tsx";
import classes from "#features/market/ui/page/market.module.css";

const agoText = (atMs: number | null, nowMs: number) =>
  atMs === null ? "not traded yet" : `${formatLongAge(atMs, nowMs)} ago`;

/** The age of the older price of a row, with those of both in the tooltip. */
export function RowAge({ market, row }: { market: MarketColumns; row: number }) {
  const atMs = market.age[row] ?? null;
  const [low, high] = [market.lowTime[row] ?? null, market.highTime[row] ?? null];
  const age = useAge(atMs);
  const hint = useTimedText((nowMs) => `Buy at: ${agoText(low, nowMs)}\nSell at: ${agoText(high, nowMs)}`);
  return (
    <span key={age} data-hint={hint}>
      {atMs === null ? (
        <Unknown />
      ) : (
        <>
          {age}
          <span className={classes.ago}> ago</span>
        </>
      )}
    </span>
  );
}
