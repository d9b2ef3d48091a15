"use client";
import { activeFilters, hasFilter, kinds } from "#features/trades/ui/view/flips-view.ts";
import type { FlipsView } from "#features/trades/ui/view/flips-view.ts";
import type { ChangeView } from "#features/trades/ui/view/use-flips-view.ts";
import { ItemField } from "#features/trades/ui/items/item-field.tsx";
import type { Items } from "#features/trades/ui/items/use-items.ts";
import { KIND_WORDS, knownSources, sourceWords } from "#features/trades/ui/words.ts";
import classes from "./bar.module.css";

type Option<Value extends string> = readonly [value: Value, words: string];

type ChoiceProps<Value extends string> = {
  label: string;
  all: string;
  options: readonly Option<Value>[];
  chosen: Value | null;
  onChoose: (value: Value | null) => void;
};

/** One of a few, or all of them. */
const Choice = <Value extends string>({ label, all, options, chosen, onChoose }: ChoiceProps<Value>) => (
  <select
    className={classes.choice}
    aria-label={label}
    value={chosen ?? ""}
    data-on={chosen !== null || undefined}
    onChange={({ target }) => onChoose(options.find(([value]) => value === target.value)?.[0] ?? null)}
  >
    <option value="">{all}</option>
    {options.map(([value, words]) => (
      <option key={value} value={value}>
        {words}
      </option>
    ))}
  </select>
);

const results: readonly Option<"profit" | "loss" | "unknown">[] = [
  ["profit", "With profit"],
  ["loss", "With loss"],
  ["unknown", "Without cost basis"],
];
const orders: Readonly<Record<"open" | "closed", readonly Option<FlipsView["sort"]>[]>> = {
  open: [["oldest", "Oldest first"]],
  closed: [
    ["oldest", "Oldest first"],
    ["best", "Most profit first"],
    ["worst", "Most loss first"],
  ],
};

type FilterRowProps = {
  view: FlipsView;
  items: Items;
  characters: readonly { id: string; name: string }[];
  onChange: ChangeView;
  onClear: () => void;
};

/** The filters of a tab and the order of its rows. */
export function FilterRow({ view, items, characters, onChange, onClear }: FilterRowProps) {
  const { tab } = view;
  const isTouched = activeFilters(view).length > 0 || view.sort !== "newest";
  const chosen =
    view.item === null
      ? null
      : (items.find(view.item) ?? { id: view.item, name: items.nameOf(view.item), icon: "" });
  return (
    <fieldset className={classes.filters} aria-label="Filters">
      <div className={classes.find}>
        <ItemField
          label="Item"
          isLabelHidden
          placeholder="All items"
          items={items}
          chosen={chosen}
          onChoose={(item) => onChange({ item: item?.id ?? null })}
        />
      </div>
      {characters.length > 1 && (
        <Choice
          label="Character"
          all="All characters"
          options={characters.map(({ id, name }) => [id, name] as const)}
          chosen={view.character}
          onChoose={(character) => onChange({ character })}
        />
      )}
      {hasFilter(tab, "result") && (
        <Choice
          label="Result"
          all="All results"
          options={results}
          chosen={view.result}
          onChoose={(result) => onChange({ result })}
        />
      )}
      {hasFilter(tab, "kind") && (
        <Choice
          label="What happened"
          all="All kinds"
          options={kinds.map((kind) => [kind, KIND_WORDS[kind]] as const)}
          chosen={view.kind}
          onChoose={(kind) => onChange({ kind })}
        />
      )}
      {hasFilter(tab, "source") && (
        <Choice
          label="Source"
          all="All sources"
          options={knownSources.map((source) => [source, sourceWords(source)] as const)}
          chosen={view.source}
          onChoose={(source) => onChange({ source })}
        />
      )}
      <label className={classes.day}>
        From
        <input
          type="date"
          value={view.from ?? ""}
          onChange={({ target }) => onChange({ from: target.value === "" ? null : target.value })}
        />
      </label>
      <label className={classes.day}>
        to
        <input
          type="date"
          aria-label="To, this day included"
          value={view.to ?? ""}
          onChange={({ target }) => onChange({ to: target.value === "" ? null : target.value })}
        />
      </label>
      {(tab === "open" || tab === "closed") && (
        <Choice
          label="Order"
          all="Newest first"
          options={orders[tab]}
          chosen={view.sort === "newest" ? null : view.sort}
          onChoose={(sort) => onChange({ sort: sort ?? "newest" })}
        />
      )}
      <button type="button" className={classes.reset} disabled={!isTouched} onClick={onClear}>
        Reset
      </button>
    </fieldset>
  );
}
