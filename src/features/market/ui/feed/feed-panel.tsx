"use client";
import type { MarketStatus } from "#features/feed/contract.ts";
import { Age } from "#ui/format/figures.tsx";
import { formatExact } from "#ui/format/format.ts";
import { Flyout } from "#ui/panels/flyout.tsx";
import classes from "./feed-panel.module.css";
import { OfflineText } from "./offline-text.tsx";

type FeedPanelProps = {
  /** Undefined until it is known. */
  status: MarketStatus | undefined;
  /** The state of the feed in a sentence, and why it is so. */
  words: string;
  /** The time of the prices while offline, epoch ms. */
  offlineSinceMs: number | null;
  onClose: () => void;
};

/**
 * Where the prices come from, how old they are, and how much of the history has been fetched. Loaded with the page: it is
 * opened when the page is offline.
 */
export function FeedPanel({ status, words, offlineSinceMs, onClose }: FeedPanelProps) {
  const backfill = status?.backfill ?? null;
  return (
    <Flyout title="Prices" width="narrow" align="end" onClose={onClose}>
      <p className={classes.words}>
        {offlineSinceMs === null ? words : <OfflineText sinceMs={offlineSinceMs} />}
      </p>
      {status !== undefined && (
        <dl className={classes.facts}>
          <div>
            <dt>From</dt>
            <dd>{status.host ?? "unknown"}</dd>
          </div>
          <div>
            <dt>Items</dt>
            <dd>{formatExact(status.itemCount)}</dd>
          </div>
          <div>
            <dt>Latest prices</dt>
            <dd>
              <Age atMs={status.latestAt} /> old
            </dd>
          </div>
          <div>
            <dt>History</dt>
            <dd>
              {backfill === null ? (
                "complete"
              ) : (
                <>
                  {formatExact(backfill.done)} of {formatExact(backfill.total)} buckets
                </>
              )}
            </dd>
          </div>
        </dl>
      )}
      {backfill !== null && (
        <progress
          className={classes.progress}
          max={backfill.total}
          value={backfill.done}
          aria-label="History fetched"
        />
      )}
    </Flyout>
  );
}
