"use client";
import type { MarketStatus } from "#features/feed/contract.ts";
import { OfflineText } from "#features/market/ui/feed/offline-text.tsx";
import classes from "./market.module.css";

type StatusLineProps = {
  status: MarketStatus | null;
  /** The time of the prices while offline, epoch ms; null while online. */
  offlineSinceMs: number | null;
  held: boolean;
};

/** A line of fixed height below the table: problems and the held order. */
export function StatusLine({ status, offlineSinceMs, held }: StatusLineProps) {
  const problem = status?.problem ?? null;
  return (
    <footer className={classes.status} data-offline={offlineSinceMs !== null || undefined}>
      <output>{offlineSinceMs === null ? problem : <OfflineText sinceMs={offlineSinceMs} />}</output>
      {offlineSinceMs === null && problem === null && held && <span>Order waits while you are on a row</span>}
    </footer>
  );
}
