"use client";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useId } from "react";
import type { ImportSummary, ImportView } from "#features/imports/contract.ts";
import { Tabs } from "#ui/layout/tabs.tsx";
import { formatExact } from "#ui/format/format.ts";
import classes from "#features/imports/ui/page/imports.module.css";
import { ItemTotals } from "./item-totals.tsx";
import { RowList } from "./row-list.tsx";

const tabs = ["new", "known", "repeated", "unmatched", "items"] as const;
const parser = parseAsStringLiteral(tabs).withDefault("new");

const plural = (count: number, one: string, many: string) =>
  `${formatExact(count)} ${count === 1 ? one : many}`;

/** What an import holds: counts, notes, and the rows of each kind. */
export function Preview({ view, summary }: { view: ImportView; summary: ImportSummary }) {
  const [tab, setTab] = useQueryState("show", parser);
  const panelId = useId();
  const { ambiguousTimes, skippedTimes } = summary;
  return (
    <>
      <dl className={classes.tiles} aria-label="Counts">
        <Tile label={view.committedTrades > 0 ? "Added" : "New"} value={summary.new} />
        <Tile label="Already here" value={summary.known} />
        <Tile label="Twice in the file" value={summary.repeated} />
        <Tile label="Unmatched lines" value={summary.unmatched} />
      </dl>
      {ambiguousTimes > 0 && (
        <p className={classes.muted}>
          {plural(ambiguousTimes, "clock time", "clock times")} came twice, because the clocks of{" "}
          {view.timeZone} went back: the first is taken, unless the line before is later.
        </p>
      )}
      {skippedTimes > 0 && (
        <p className={classes.muted}>
          {plural(skippedTimes, "clock time", "clock times")} never came in {view.timeZone}, because its
          clocks went forward:
          {skippedTimes === 1 ? " it is" : " they are"} among the unmatched lines. Is another zone right?
        </p>
      )}
      <div className={classes.tabs}>
        <Tabs
          label="Rows"
          tabs={[
            ["new", "New"],
            ["known", "Already here"],
            ["repeated", "Twice"],
            ["unmatched", "Unmatched"],
            ["items", "By item"],
          ]}
          chosen={tab}
          panelId={panelId}
          onChoose={(next) => void setTab(next)}
        />
      </div>
      <div id={panelId} role="tabpanel" aria-label={tab}>
        {tab === "items" ? (
          <ItemTotals view={view} />
        ) : (
          <RowList key={`${tab} ${view.state}`} view={view} status={tab} />
        )}
      </div>
    </>
  );
}

const Tile = ({ label, value }: { label: string; value: number }) => (
  <div>
    <dt>{label}</dt>
    <dd>{formatExact(value)}</dd>
  </div>
);
