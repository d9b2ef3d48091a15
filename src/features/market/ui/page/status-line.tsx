"use client";
import type { MarketStatus } from "#features/feed/contract.ts";
import { formatExact } from "#ui/format/format.ts";
import { useAge } from "#ui/format/now.tsx";
import classes from "./market.module.css";

type StatusLineProps = {
  status: MarketStatus | null;
  /** When the server last answered (0: never), null while it does. */
  offlineSinceMs: number | null;
  held: boolean;
};

function Offline({ sinceMs }: { sinceMs: number }) {
  const age = useAge(sinceMs);
  return <>Offline{sinceMs > 0 && ` since ${age} ago`}: these are the last prices, and it keeps trying.</>;
}

/** One line of fixed height under the table: what goes on besides the prices. */
export function StatusLine({ status, offlineSinceMs, held }: StatusLineProps) {
  const backfill = status?.backfill ?? null;
  const problem = status?.problem ?? null;
  return (
    <footer className={classes.status} data-offline={offlineSinceMs !== null || undefined}>
      <output>{offlineSinceMs === null ? problem : <Offline sinceMs={offlineSinceMs} />}</output>
      {offlineSinceMs === null && problem === null && held && <span>Order waits while you are on a row</span>}
      {backfill !== null && (
        <span className={classes.backfill}>
          <progress max={backfill.total} value={backfill.done} aria-label="History fetched" />
          {`History ${formatExact(backfill.done)} of ${formatExact(backfill.total)}`}
        </span>
      )}
    </footer>
  );
}
