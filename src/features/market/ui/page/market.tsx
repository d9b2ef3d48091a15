"use client";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useId, useMemo, useState } from "react";
import type { MarketStatus } from "#features/feed/contract.ts";
import { presets } from "#features/market/rules/list/presets.ts";
import { useOfflineSince } from "#features/market/ui/feed/use-offline-since.ts";
import { FilterBar } from "#features/market/ui/filters/filter-bar.tsx";
import type { FirstRows } from "#features/market/ui/table/first-rows.ts";
import { columnsFor, shownColumns } from "#features/market/ui/table/market-columns.ts";
import { MarketWaiting, NothingMatches, NothingWatched } from "#features/market/ui/table/market-states.tsx";
import { MarketTable } from "#features/market/ui/table/market-table.tsx";
import { useToggleWatch, useWatchlists } from "#features/market/ui/watch/use-watchlists.ts";
import classes from "./market.module.css";
import { StatusLine } from "./status-line.tsx";
import { LoadFailed } from "#ui/failure/load-failed.tsx";
import { useLoadFailure } from "#ui/failure/use-load-failure.ts";
import { focusFirstRow } from "#ui/virtual-table/focus-first-row.ts";
import { useOwnLimits } from "#ui/own-limits.tsx";
import { useOpenFirst } from "./use-open-first.ts";
import { useMarketList } from "#features/market/ui/table/use-list.ts";
import { useRows } from "#features/market/ui/table/use-rows.ts";
import { useMarketView } from "#features/market/ui/filters/use-view.ts";

const AccountView = dynamic(
  () => import("#features/market/ui/views/last/account-view.tsx").then((module) => module.AccountView),
  { ssr: false },
);

type MarketProps = {
  /** The first rows as rendered by the server; null if the list could not be read. */
  first: FirstRows | null;
  status: MarketStatus | null;
};

/** The list of all Grand Exchange items. Its view is in the URL. */
export function Market({ first, status: firstStatus }: MarketProps) {
  const desk = useMarketView();
  const { view, viewKey, change, inUrl, clearFilters, reset, showOther, userId } = desk;
  const { columns: chosen, preset } = view;
  const isStranger = userId === null;
  const columns = useMemo(() => {
    const allowed = columnsFor(isStranger);
    return shownColumns(chosen, presets[preset].leading).filter((id) => allowed.includes(id));
  }, [chosen, preset, isStranger]);
  const showsOwn = columns.includes("myLimit") || view.sort?.key === "myLimit";
  const limits = useOwnLimits(showsOwn && typeof userId === "string");
  const { market, list, status } = useMarketList(view, limits);
  const failure = useLoadFailure(list);
  const offlineSinceMs = useOfflineSince();
  const [held, setHeld] = useState(false);
  const { watched, here, query: watchQuery } = useWatchlists();
  const onToggle = useToggleWatch();
  const watching = useMemo(() => ({ watched, here, onToggle }), [watched, here, onToggle]);
  const watchFailure = useLoadFailure(watchQuery);
  const rows = useRows(market, view, viewKey, held, watched);
  const panelId = useId();
  const router = useRouter();
  const open = (href: string) => void inUrl().then(() => router.push(href));

  // Until the whole list has loaded, the server's first rows are shown, if the view is still the one they were made for.
  const early = first?.viewKey === viewKey ? first : null;
  const earlyRows = useMemo(() => Int32Array.from(early?.columns.id.keys() ?? []), [early]);
  const total = market?.id.length ?? first?.total ?? null;
  const matched = rows?.length ?? early?.matched ?? null;
  const firstId = rows === null ? early?.columns.id[0] : market?.id[rows[0] ?? -1];
  const openFirst = useOpenFirst({
    id: firstId ?? null,
    isKnown: rows !== null || early !== null,
    viewKey,
    onOpen: open,
  });
  const feed = status.data ?? firstStatus;
  const waiting = (total === 0 && view.listing === null) || (feed?.state === "waiting" && !status.isError);

  const content = () => {
    if (waiting) return <MarketWaiting status={feed} />;
    if (early === null && failure !== null) {
      return (
        <LoadFailed title="The list could not be loaded" failure={failure}>
          Nothing you saved is affected.
        </LoadFailed>
      );
    }
    if (view.preset === "watched" && watched === null && watchFailure !== null) {
      return (
        <LoadFailed title="Your watchlists could not be loaded" failure={watchFailure}>
          They are safe.
        </LoadFailed>
      );
    }
    if (view.preset === "watched" && watched?.size === 0) return <NothingWatched onReset={reset} />;
    if (matched === 0) return <NothingMatches view={view} onClear={clearFilters} onReset={reset} />;
    return (
      <MarketTable
        market={rows === null ? (early?.columns ?? null) : market}
        rows={rows ?? earlyRows}
        matched={matched}
        isWhole={market !== null}
        columns={columns}
        view={view}
        viewKey={viewKey}
        onChange={change}
        onOpen={open}
        onHold={setHeld}
        watching={watching}
      />
    );
  };

  return (
    <div className={classes.market}>
      {typeof userId === "string" && <AccountView userId={userId} onOther={showOther} />}
      <FilterBar
        view={view}
        columns={columns}
        matched={waiting ? null : matched}
        total={waiting ? null : total}
        panelId={panelId}
        onChange={change}
        onReset={reset}
        userId={userId}
        onOpenView={desk.openView}
        onOpenFirst={openFirst}
        onEnterList={() => focusFirstRow(panelId)}
      />
      <div id={panelId} className={classes.panel} role="tabpanel" aria-label={presets[preset].label}>
        {content()}
      </div>
      {early !== null && failure !== null && (
        <div className={classes.failure}>
          <LoadFailed title="The rest of the list could not be loaded" failure={failure} size="line" />
        </div>
      )}
      <StatusLine status={feed} offlineSinceMs={offlineSinceMs} held={held} />
    </div>
  );
}
