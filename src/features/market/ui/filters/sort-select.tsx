import type { ColumnId } from "#features/market/rules/list/columns.ts";
import { presets } from "#features/market/rules/list/presets.ts";
import { isByMatch, sortOf } from "#features/market/rules/list/screener.ts";
import type { MarketView } from "#features/market/rules/list/view.ts";
import { columnOf, firstSort } from "#features/market/ui/table/market-columns.ts";
import classes from "./filter-bar.module.css";
import type { ChangeView } from "./use-view.ts";

type SortSelectProps = { view: MarketView; columns: readonly ColumnId[]; onChange: ChangeView };

/** The order of the rows, for narrow windows: not every column has a header there. */
export function SortSelect({ view, columns, onChange }: SortSelectProps) {
  const key = isByMatch(view) ? "" : sortOf(view).key;
  return (
    <select
      className={classes.sort}
      aria-label="Sort by"
      value={key}
      onChange={({ target }) => {
        const chosen = columns.find((id) => id === target.value);
        onChange({ sort: chosen === undefined ? null : firstSort(chosen) });
      }}
    >
      {key === "" && <option value="">Best match</option>}
      {key === "moved" && <option value="moved">{presets.movers.label}</option>}
      {columns.map((id) => (
        <option key={id} value={id}>
          {columnOf(id).label}
        </option>
      ))}
    </select>
  );
}
