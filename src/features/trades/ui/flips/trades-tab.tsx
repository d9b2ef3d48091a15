"use client";
import { useMemo } from "react";
import { ChosenBar, countOf } from "#features/trades/ui/bar/chosen-bar.tsx";
import { TradesTable } from "#features/trades/ui/table/trades-table.tsx";
import { LoadFailed } from "#ui/failure/load-failed.tsx";
import { useLoadFailure } from "#ui/failure/use-load-failure.ts";
import { activeFilters, rowsKey } from "#features/trades/ui/view/flips-view.ts";
import { NoRows, NothingMatches } from "./states.tsx";
import type { TabProps } from "./tab-props.ts";
import { useMoreRows, useTrades } from "#features/trades/ui/view/use-pages.ts";
import { useSelection } from "#features/trades/ui/view/use-selection.ts";

/** The rows of the ledger that match. */
export function TradesTab({ view, context, hasCharacters, done, onClear, onPanel }: TabProps) {
  const { query, trades } = useTrades(view);
  const failure = useLoadFailure(query);
  const { rowCount, onDrawn, failure: moreFailure } = useMoreRows(query, trades?.length ?? null);
  const ids = useMemo(() => trades?.map(({ id }) => id) ?? [], [trades]);
  const selection = useSelection(ids, rowsKey(view));
  if (failure !== null) {
    return (
      <LoadFailed title="Your trades could not be loaded" failure={failure}>
        They are safe.
      </LoadFailed>
    );
  }
  if (trades?.length === 0 && !query.isPlaceholderData)
    return activeFilters(view).length > 0 ? (
      <NothingMatches of="trade" onClear={onClear} />
    ) : (
      <NoRows tab="trades" />
    );
  return (
    <>
      <TradesTable
        view={view}
        trades={trades}
        rowCount={rowCount}
        context={context}
        hasCharacters={hasCharacters}
        selection={selection}
        isBusy={trades === null || query.isPlaceholderData}
        onDrawn={onDrawn}
        onOpen={(trade) => onPanel({ kind: "trade", trade })}
      />
      {moreFailure !== null && (
        <LoadFailed title="Further trades could not be loaded" failure={moreFailure} size="line" />
      )}
      <ChosenBar
        of="trades"
        selection={selection}
        done={done}
        onEdit={() =>
          onPanel({
            kind: "bulk",
            ids: selection.ids,
            count: countOf("trades", selection.ids.length),
            hasCharacter: true,
            onSaved: selection.clear,
          })
        }
      />
    </>
  );
}
