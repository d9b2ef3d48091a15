"use client";
import { useEffect, useId, useRef, useState } from "react";
import type { KeyboardEvent } from "react";
import { MAX_COMPARED } from "#features/history/contract.ts";
import { hasRoom, toggleCompared } from "#features/history/rules/chart/chart-options.ts";
import { ItemIcon } from "#ui/icons/item-icon.tsx";
import classes from "./chart-tools.module.css";
import { useItemSearch } from "./use-item-search.ts";
import type { ChangeChartOptions } from "#features/history/ui/chart-options/use-chart-options.ts";

type ComparePanelProps = { itemId: number; compared: readonly number[]; onChange: ChangeChartOptions };

/** Searches items by name, as the palette does, and adds them to the comparison. */
export function ComparePanel({ itemId, compared, onChange }: ComparePanelProps) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [active, setActive] = useState(0);
  const found = useItemSearch(text);
  useEffect(() => field.current?.focus(), []);
  const hits = found.hits.filter((hit) => hit.id !== itemId);
  const room = hasRoom(compared);
  const chosen = hits[Math.min(active, hits.length - 1)];
  const toggle = (hitId: number) => onChange({ compared: toggleCompared(compared, hitId) });

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && hits.length > 0) {
      event.preventDefault();
      setActive((active + step + hits.length) % hits.length);
    }
    if (event.key === "Enter" && chosen !== undefined) {
      event.preventDefault();
      toggle(chosen.id);
    }
  };

  const statusText = () => {
    if (!room) return `No more than ${MAX_COMPARED} items share a chart: remove one to add another.`;
    if (found.state === "failed") return "The search did not answer. Type again to ask once more.";
    if (text.trim() === "") return "Each item's first mid price of the range counts as 100.";
    if (hits.length > 0) return "";
    return found.state === "searching" ? "Searching…" : `No item is called “${text.trim()}”.`;
  };

  return (
    <>
      <input
        ref={field}
        type="search"
        className={classes.search}
        role="combobox"
        aria-label="Item to compare with"
        aria-expanded={hits.length > 0}
        aria-controls={`${id}-hits`}
        aria-activedescendant={chosen === undefined ? undefined : `${id}-${chosen.id}`}
        placeholder="Item name"
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      {hits.length > 0 && (
        <div
          id={`${id}-hits`}
          className={classes.hits}
          // A select cannot have options with icons.
          // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
          role="listbox"
          aria-label="Items"
          aria-multiselectable="true"
        >
          {hits.map((hit) => (
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
            <div
              key={hit.id}
              id={`${id}-${hit.id}`}
              // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
              role="option"
              tabIndex={-1}
              aria-selected={compared.includes(hit.id)}
              aria-disabled={!room && !compared.includes(hit.id)}
              data-active={hit === chosen || undefined}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => toggle(hit.id)}
            >
              <ItemIcon name={hit.name} icon={hit.icon} size={22} />
              {hit.name}
            </div>
          ))}
        </div>
      )}
      <output className={classes.note}>{statusText()}</output>
    </>
  );
}
