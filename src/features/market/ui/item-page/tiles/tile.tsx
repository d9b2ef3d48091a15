"use client";
import { useState } from "react";
import type { ReactNode } from "react";
import { useAge } from "#ui/format/now.tsx";
import { DownIcon, UpIcon } from "#ui/icons/icons.tsx";
import classes from "./tile.module.css";

type Disclosure = { isOpen: boolean; controls: string; onToggle: () => void };

type TileProps = {
  label: string;
  hint?: string;
  value: ReactNode;
  /** The number shown: when it changes, the tile is tinted for a moment. */
  changes: number | null;
  /** When the price was traded, epoch ms. */
  atMs: number | null;
  average5m: ReactNode;
  average1h: ReactNode;
  /** Makes the tile's head a button that discloses something. */
  button?: Disclosure;
};

type Turn = { value: number | null; count: number; way: "up" | "down" };

/** How often a value has changed since the tile came, and which way it last went. */
function useTurns(value: number | null): Turn {
  const [turn, setTurn] = useState<Turn>({ value, count: 0, way: "up" });
  if (value === turn.value) return turn;
  const next: Turn = {
    value,
    count: turn.count + 1,
    way: (value ?? 0) >= (turn.value ?? 0) ? "up" : "down",
  };
  setTurn(next);
  return next;
}

export function Tile({ label, hint, value, changes, atMs, average5m, average1h, button }: TileProps) {
  const { count, way } = useTurns(changes);
  const age = useAge(atMs);
  return (
    <div className={classes.tile}>
      {/* A new key starts the tint again; the first showing is no change. */}
      {count > 0 && <span key={count} className={classes.tint} data-way={way} aria-hidden="true" />}
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
      <div className={classes.value}>{value}</div>
      <div className={classes.age}>{atMs === null ? "not traded yet" : `${age} ago`}</div>
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
