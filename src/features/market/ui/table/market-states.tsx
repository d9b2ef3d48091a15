"use client";
import type { MarketStatus } from "#features/feed/contract.ts";
import { presets } from "#features/market/rules/list/presets.ts";
import { activeFilters } from "#features/market/rules/list/view.ts";
import type { MarketView } from "#features/market/rules/list/view.ts";
import { formatExact } from "#ui/format/format.ts";
import { Notice } from "#ui/feedback/notice.tsx";
import classes from "#features/market/ui/page/market.module.css";

/** A placeholder for a cell's value that does not move anything when the value appears. */
export const SkeletonCell = () => <span className={classes.skeleton} />;

export function MarketWaiting({ status }: { status: MarketStatus | null }) {
  const host = status?.host ?? "the price feed";
  const backfill = status?.backfill ?? null;
  return (
    <Notice title={`Waiting for the first prices from ${host}`}>
      {status?.problem ?? "They usually arrive within a minute; this page shows them by itself."}
      {backfill !== null && (
        <span className={classes.backfill}>
          <progress max={backfill.total} value={backfill.done} aria-label="History fetched" />
          History: {formatExact(backfill.done)} of {formatExact(backfill.total)} buckets
        </span>
      )}
    </Notice>
  );
}

export const NothingWatched = ({ onReset }: { onReset: () => void }) => (
  <Notice title="You watch nothing yet" action={{ label: "Show all items", onPress: onReset }}>
    Press w on a row of the list, or its star, and the item is here.
  </Notice>
);

type NothingMatchesProps = { view: MarketView; onClear: () => void; onReset: () => void };

/** States why no item is shown and offers to remove the search or the filters. */
export function NothingMatches({ view, onClear, onReset }: NothingMatchesProps) {
  const filters = activeFilters(view).length;
  const where = view.preset === "all" ? "" : ` in ${presets[view.preset].label}`;
  if (filters === 0 && view.query === "") {
    return (
      <Notice title={`Nothing${where} right now`} action={{ label: "Show all items", onPress: onReset }}>
        {presets[view.preset].description}
      </Notice>
    );
  }
  if (filters === 0) {
    return (
      <Notice
        title={`No item${where} is called “${view.query}”`}
        action={{ label: "Clear the search", onPress: onClear }}
      >
        Parts of words in any order, short forms and ids are found too: “scim drag”, “tbow”, “4151”.
      </Notice>
    );
  }
  if (view.listing !== null && filters === 1) {
    return (
      <Notice
        title={`No item${where} has left the feed`}
        action={{ label: "Show what is listed", onPress: onClear }}
      >
        What the feed leaves out of its catalogue is kept, and would be shown here.
      </Notice>
    );
  }
  return (
    <Notice
      title={`No item${where} matches`}
      action={{ label: filters === 1 ? "Clear the filter" : `Clear ${filters} filters`, onPress: onClear }}
    >
      Items whose value is unknown match no range.
    </Notice>
  );
}
