"use client";
import dynamic from "next/dynamic";
import { useState } from "react";
import type { ColumnId } from "#features/market/rules/list/columns.ts";
import type { MarketView } from "#features/market/rules/list/view.ts";
import { formatExact } from "#ui/format/format.ts";
import { BookmarkIcon, CloseIcon, ColumnsIcon, FilterIcon } from "#ui/icons/icons.tsx";
import { PageSearch } from "#ui/layout/page-search.tsx";
import classes from "./filter-bar.module.css";
import { filterChips } from "./filter-chips.ts";
import { PresetTabs } from "./preset-tabs.tsx";
import { columnsFor } from "#features/market/ui/table/market-columns.ts";
import { SortSelect } from "./sort-select.tsx";
import type { ChangeView } from "./use-view.ts";

const FilterPanel = dynamic(() => import("./filter-panel.tsx").then((module) => module.FilterPanel), {
  ssr: false,
});
const ColumnChooser = dynamic(
  () => import("#features/market/ui/table/column-chooser.tsx").then((module) => module.ColumnChooser),
  {
    ssr: false,
  },
);

const ViewsPanel = dynamic(
  () => import("#features/market/ui/views/views-panel.tsx").then((module) => module.ViewsPanel),
  { ssr: false },
);

type FilterBarProps = {
  view: MarketView;
  columns: readonly ColumnId[];
  /** Null while unknown. */
  matched: number | null;
  total: number | null;
  panelId: string;
  onChange: ChangeView;
  onReset: () => void;
  /** Null for a visitor; undefined while unknown. */
  userId: string | null | undefined;
  /** Shows a saved view. */
  onOpenView: (text: string) => void;
  /** Enter in the search: opens the first row. */
  onOpenFirst: () => void;
  /** Arrow down in the search: moves the focus to the rows. */
  onEnterList: () => void;
};

export function FilterBar(props: FilterBarProps) {
  const { view, columns, matched, total, panelId, onChange, onReset } = props;
  const [open, setOpen] = useState<"filters" | "columns" | "views" | null>(null);
  const chips = filterChips(view);
  const touched = chips.length > 0 || view.query !== "" || view.sort !== null || view.preset !== "all";
  const toggle = (which: "filters" | "columns" | "views") => setOpen(open === which ? null : which);
  return (
    <div className={classes.bar}>
      <div className={classes.row}>
        <h1 className={classes.title}>Market</h1>
        <PresetTabs
          preset={view.preset}
          panelId={panelId}
          // A new preset applies its own order.
          onChange={(preset) => onChange({ preset, sort: null })}
        />
        <div className={classes.anchor}>
          <button
            type="button"
            className={classes.button}
            aria-haspopup="dialog"
            aria-expanded={open === "views"}
            onClick={() => toggle("views")}
          >
            <BookmarkIcon size={16} />
            Views
          </button>
          {open === "views" && (
            <ViewsPanel
              view={view}
              userId={props.userId}
              onOpen={props.onOpenView}
              onClose={() => setOpen(null)}
            />
          )}
        </div>
      </div>
      <div className={classes.row}>
        <PageSearch
          label="Find in the list"
          placeholder="Find in the list"
          text={view.query}
          onChange={(query) => onChange({ query })}
          onEnter={props.onOpenFirst}
          onDown={props.onEnterList}
        />
        <div className={classes.anchor}>
          <button
            type="button"
            className={classes.button}
            aria-haspopup="dialog"
            aria-expanded={open === "filters"}
            onClick={() => toggle("filters")}
          >
            <FilterIcon size={16} />
            Filters
            {chips.length > 0 && <span className={classes.badge}>{chips.length}</span>}
          </button>
          {open === "filters" && (
            <FilterPanel view={view} onChange={onChange} onClose={() => setOpen(null)} />
          )}
        </div>
        <SortSelect view={view} columns={columnsFor(props.userId === null)} onChange={onChange} />
        <div className={classes.anchor} data-wide>
          <button
            type="button"
            className={classes.button}
            aria-haspopup="dialog"
            aria-expanded={open === "columns"}
            onClick={() => toggle("columns")}
          >
            <ColumnsIcon size={16} />
            Columns
          </button>
          {open === "columns" && (
            <ColumnChooser
              shown={columns}
              all={columnsFor(props.userId === null)}
              isDefault={view.columns === null}
              onChange={(next) => onChange({ columns: next })}
              onClose={() => setOpen(null)}
            />
          )}
        </div>
        <ul className={classes.chips} aria-label="Active filters">
          {chips.map(({ name, text }) => (
            <li key={name}>
              <button
                type="button"
                className={classes.chip}
                aria-label={`Remove filter: ${text}`}
                onClick={() => onChange({ [name]: null })}
              >
                {text}
                <CloseIcon size={12} />
              </button>
            </li>
          ))}
        </ul>
        <button type="button" className={classes.reset} disabled={!touched} onClick={onReset}>
          Reset
        </button>
        <output className={classes.count}>
          {matched !== null && total !== null && (
            <>
              <b>{formatExact(matched)}</b> of {formatExact(total)} items
            </>
          )}
        </output>
      </div>
    </div>
  );
}
