"use client";
import { useMemo } from "react";
import { ChosenBar, countOf } from "#features/trades/ui/bar/chosen-bar.tsx";
import { Totals } from "#features/trades/ui/bar/totals.tsx";
import { FlipsTable } from "#features/trades/ui/table/flips-table.tsx";
import { LoadFailed } from "#ui/failure/load-failed.tsx";
import { useLoadFailure } from "#ui/failure/use-load-failure.ts";
import { activeFilters, rowsKey } from "#features/trades/ui/view/flips-view.ts";
import { NoRows, NothingMatches } from "./states.tsx";
import type { TabProps } from "./tab-props.ts";
import { useFlips, useMoreRows } from "#features/trades/ui/view/use-pages.ts";
import { useSelection } from "#features/trades/ui/view/use-selection.ts";

/** The closed or the open flips that match, with their totals. */
export function FlipsTab({ view, context, hasCharacters, done, onChange, onClear, onPanel }: TabProps) {
  const { query, flips, totals } = useFlips(view);
  const failure = useLoadFailure(query);
  const { rowCount, onDrawn, failure: moreFailure } = useMoreRows(query, flips?.length ?? null);
  const ids = useMemo(() => flips?.map(({ id }) => id) ?? [], [flips]);
  const selection = useSelection(ids, rowsKey(view));
  const state = view.tab === "open" ? "open" : "closed";
  if (failure !== null) {
    return (
      <LoadFailed title="Your flips could not be loaded" failure={failure}>
        Your trades are safe.
      </LoadFailed>
    );
  }
  if (flips?.length === 0 && !query.isPlaceholderData) {
    return activeFilters(view).length > 0 || view.sort === "best" || view.sort === "worst" ? (
      <NothingMatches of="flip" onClear={onClear} />
    ) : (
      <NoRows tab={state} />
    );
  }
  return (
    <>
      <FlipsTable
        view={view}
        flips={flips}
        rowCount={rowCount}
        context={context}
        hasCharacters={hasCharacters}
        selection={selection}
        isBusy={flips === null || query.isPlaceholderData}
        onDrawn={onDrawn}
        onChange={onChange}
      />
      {moreFailure !== null && (
        <LoadFailed title="Further flips could not be loaded" failure={moreFailure} size="line" />
      )}
      <ChosenBar
        of="flips"
        selection={selection}
        done={done}
        onEdit={() =>
          onPanel({
            kind: "bulk",
            ids: selection.ids,
            count: countOf("flips", selection.ids.length),
            // A sale alone on another character would lose its purchase.
            hasCharacter: false,
            onSaved: selection.clear,
          })
        }
      />
      <Totals state={state} totals={totals} />
    </>
  );
}
