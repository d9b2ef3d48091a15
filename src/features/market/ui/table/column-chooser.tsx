"use client";
import { useState } from "react";
import type { KeyboardEvent } from "react";
import type { ColumnId } from "#features/market/rules/list/columns.ts";
import { Flyout } from "#ui/panels/flyout.tsx";
import { DownIcon, GripIcon, UpIcon } from "#ui/icons/icons.tsx";
import classes from "./column-chooser.module.css";
import { columnOf } from "./market-columns.ts";

type ColumnChooserProps = {
  shown: readonly ColumnId[];
  /** Those that the reader can choose from. */
  all: readonly ColumnId[];
  isDefault: boolean;
  /** Null restores the default columns. */
  onChange: (columns: ColumnId[] | null) => void;
  onClose: () => void;
};

const moved = (ids: readonly ColumnId[], from: number, to: number): ColumnId[] => {
  const next = [...ids];
  const [id] = next.splice(from, 1);
  if (id !== undefined) next.splice(Math.max(0, Math.min(to, next.length)), 0, id);
  return next;
};

/** Shows, hides and reorders columns by dragging, Alt+Up and Alt+Down, or buttons. The name is always first. */
export function ColumnChooser({ shown, all, isDefault, onChange, onClose }: ColumnChooserProps) {
  const [dragged, setDragged] = useState<ColumnId | null>(null);
  const [announcement, setAnnouncement] = useState("");
  const movable: ColumnId[] = shown.filter((id) => id !== "item");
  const hidden: ColumnId[] = all.filter((id) => id !== "item" && !shown.includes(id));
  const commit = (ids: readonly ColumnId[]) => onChange(["item", ...ids]);

  const move = (id: ColumnId, to: number) => {
    const from = movable.indexOf(id);
    if (from < 0 || to < 0 || to >= movable.length || from === to) return;
    commit(moved(movable, from, to));
    setAnnouncement(`${columnOf(id).label} is now column ${to + 2}.`);
  };
  const onKeyDown = (event: KeyboardEvent, id: ColumnId) => {
    if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    move(id, movable.indexOf(id) + (event.key === "ArrowUp" ? -1 : 1));
  };

  return (
    <Flyout
      title="Columns"
      onClose={onClose}
      footer={
        <button type="button" className={classes.usual} disabled={isDefault} onClick={() => onChange(null)}>
          Usual columns
        </button>
      }
    >
      <ul className={classes.list}>
        {[...movable, ...hidden].map((id) => {
          const { label } = columnOf(id);
          const at = movable.indexOf(id);
          return (
            // Dragging is for the mouse only; the checkbox and the buttons work with the keyboard too.
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
            <li
              key={id}
              className={classes.entry}
              draggable={at >= 0}
              data-dragged={dragged === id || undefined}
              onDragStart={(event) => {
                event.dataTransfer.effectAllowed = "move";
                event.dataTransfer.setData("text/plain", id);
                setDragged(id);
              }}
              onDragEnd={() => setDragged(null)}
              onDragOver={(event) => {
                if (dragged === null || at < 0) return;
                event.preventDefault();
                move(dragged, at);
              }}
              onDrop={(event) => event.preventDefault()}
            >
              <span className={classes.grip} data-on={at >= 0 || undefined}>
                <GripIcon size={16} />
              </span>
              <label className={classes.label}>
                <input
                  type="checkbox"
                  checked={at >= 0}
                  onKeyDown={(event) => onKeyDown(event, id)}
                  onChange={() =>
                    commit(at >= 0 ? movable.filter((other) => other !== id) : [...movable, id])
                  }
                />
                {label}
              </label>
              {at >= 0 && (
                <>
                  <button
                    type="button"
                    className={classes.step}
                    aria-label={`Move ${label} up`}
                    disabled={at === 0}
                    onClick={() => move(id, at - 1)}
                  >
                    <UpIcon size={14} />
                  </button>
                  <button
                    type="button"
                    className={classes.step}
                    aria-label={`Move ${label} down`}
                    disabled={at === movable.length - 1}
                    onClick={() => move(id, at + 1)}
                  >
                    <DownIcon size={14} />
                  </button>
                </>
              )}
            </li>
          );
        })}
      </ul>
      <output className="sr-only">{announcement}</output>
    </Flyout>
  );
}
