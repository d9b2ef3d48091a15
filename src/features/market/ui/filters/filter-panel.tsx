"use client";
import { useState } from "react";
import type { Membership, Range } from "#features/market/rules/list/view.ts";
import type { MarketView } from "#features/market/rules/list/view.ts";
import { formatAmount, formatDecimal, numberMarksOf, parseAmount, parseDecimal } from "#ui/format/amount.ts";
import { Flyout } from "#ui/panels/flyout.tsx";
import classes from "./filter-panel.module.css";
import { freshChoices, minutesText } from "./filter-chips.ts";
import { NumberField } from "./number-field.tsx";
import type { ChangeView } from "./use-view.ts";

const RANGES = [
  { name: "price", label: "Buy at", unit: "gp", example: ["10k", "1.5m"] },
  { name: "margin", label: "Margin", unit: "gp after tax", example: ["5k", "250k"] },
  { name: "roi", label: "ROI", unit: "%", example: ["2", "20"] },
  { name: "volume", label: "Volume 24h", unit: "units", example: ["1k", "100k"] },
  { name: "limit", label: "Buy limit", unit: "units", example: ["8", "10k"] },
] as const;

const orNull = (range: Range): Range | null => (range.min === null && range.max === null ? null : range);

type FilterPanelProps = { view: MarketView; onChange: ChangeView; onClose: () => void };

/** All filters. Each applies while it is typed. */
export function FilterPanel({ view, onChange, onClose }: FilterPanelProps) {
  const [marks] = useState(() => numberMarksOf());
  return (
    <Flyout title="Filters" onClose={onClose}>
      <NumberField
        label="My coins"
        hint="Leaves out what you could not buy one of"
        value={view.coins}
        placeholder="25m"
        parse={(text) => {
          const value = parseAmount(text, marks);
          return value !== null && value > 0 ? value : null;
        }}
        format={(coins) => formatAmount(coins, marks)}
        onChange={(coins) => onChange({ coins })}
      />
      {RANGES.map(({ name, label, unit, example }) => {
        const range = view[name] ?? { min: null, max: null };
        const read = name === "roi" ? parseDecimal : parseAmount;
        const write = name === "roi" ? formatDecimal : formatAmount;
        const parse = (text: string) => read(text, marks);
        const format = (amount: number) => write(amount, marks);
        return (
          <fieldset key={name} className={classes.pair}>
            <legend>
              {label} <span className={classes.unit}>{unit}</span>
            </legend>
            <NumberField
              label="at least"
              value={range.min}
              placeholder={example[0]}
              parse={parse}
              format={format}
              onChange={(min) => onChange({ [name]: orNull({ ...range, min }) })}
            />
            <NumberField
              label="at most"
              value={range.max}
              placeholder={example[1]}
              parse={parse}
              format={format}
              onChange={(max) => onChange({ [name]: orNull({ ...range, max }) })}
            />
          </fieldset>
        );
      })}
      <div className={classes.pair}>
        <label className={classes.select}>
          Items
          <select
            value={view.membership ?? ""}
            onChange={({ target }) => onChange({ membership: membershipOf(target.value) })}
          >
            <option value="">All</option>
            <option value="members">Members only</option>
            <option value="free">Free to play</option>
          </select>
        </label>
        <label className={classes.select}>
          Both sides traded within
          <select
            value={view.freshMinutes ?? ""}
            onChange={({ target }) =>
              onChange({ freshMinutes: target.value === "" ? null : Number(target.value) })
            }
          >
            <option value="">Any time</option>
            {freshOptions(view.freshMinutes).map((minutes) => (
              <option key={minutes} value={minutes}>
                {minutesText(minutes)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <label className={classes.check}>
        <input
          type="checkbox"
          checked={view.listing !== null}
          onChange={({ target }) => onChange({ listing: target.checked ? "gone" : null })}
        />
        Only items that are no longer listed
      </label>
      <p className={classes.note}>
        Amounts take <code>250k</code>, <code>1.5m</code>, <code>2b</code>. Unknown values match no range, and
        items whose prices can’t be trusted match no margin or ROI.
      </p>
    </Flyout>
  );
}

const membershipOf = (text: string): Membership | null =>
  text === "members" || text === "free" ? text : null;

/** The default choices, and the one in the URL if it is different. */
const freshOptions = (chosen: number | null): number[] =>
  [...new Set(chosen === null ? freshChoices : [...freshChoices, chosen])].toSorted((a, b) => a - b);
