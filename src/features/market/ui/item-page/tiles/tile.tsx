"use client";
import { useState } from "react";
import type { ReactNode } from "react";
import { useAge } from "#ui/format/now.tsx";
import { DownIcon, UpIcon } from "#ui/icons/icons.tsx";
import classes from "./tile.module.css";

type DisclosureProps = { isOpen: boolean; controls: string; onToggle: () => void };

type TileProps = {
  label: string;
  hint?: string;
  value: ReactNode;
  /** The number shown. When it changes, the tile is tinted for a moment. */
  tracked: number | null;
  /** The time of the trade (epoch ms). */
  atMs: number | null;
  /** Why the value counts with an average instead of the latest trade, in sentences; it takes the age's place. */
  basis?: string | undefined;
  average5m: ReactNode;
  average1h: ReactNode;
  /** Makes the tile's label a disclosure button. */
  button?: DisclosureProps;
};

type ValueChange = { value: number | null; count: number; direction: "up" | "down" };

/** The number of changes of a value since the first render, and the direction of the last. */
function useValueChange(value: number | null): ValueChange {
  const [last, setLast] = useState<ValueChange>({ value, count: 0, direction: "up" });
  if (value === last.value) return last;
  const next: ValueChange = {
    value,
    count: last.count + 1,
    direction: (value ?? 0) >= (last.value ?? 0) ? "up" : "down",
  };
  setLast(next);
  return next;
}

/** Whether all digits of a value need a smaller type in a narrow window. */
const isLong = (value: number | null) => Math.abs(value ?? 0) >= 1e9;

export function Tile({ label, hint, value, tracked, atMs, basis, average5m, average1h, button }: TileProps) {
  const { count, direction } = useValueChange(tracked);
  const age = useAge(atMs);
  return (
    <div className={classes.tile}>
      {/* A new key restarts the tint animation. The first value is not a change. */}
      {count > 0 && <span key={count} className={classes.tint} data-way={direction} aria-hidden="true" />}
      <div className={classes.label} data-hint={hint}>
        {button ? (
          <button
            type="button"
            className={classes.disclose}
            aria-expanded={button.isOpen}
            aria-controls={button.controls}
            onClick={button.onToggle}
          >
            {label}
            {button.isOpen ? <UpIcon size={14} /> : <DownIcon size={14} />}
            <span className="sr-only">, show the formula</span>
          </button>
        ) : (
          label
        )}
      </div>
      <div className={classes.value} data-long={isLong(tracked) || undefined}>
        {value}
      </div>
      <div className={classes.age} data-hint={basis}>
        {basis === undefined ? (atMs === null ? "not traded yet" : `${age} ago`) : "with averages"}
      </div>
      <dl className={classes.averages}>
        <div>
          <dt>5m avg</dt>
          <dd>{average5m}</dd>
        </div>
        <div>
          <dt>1h avg</dt>
          <dd>{average1h}</dd>
        </div>
      </dl>
    </div>
  );
}
