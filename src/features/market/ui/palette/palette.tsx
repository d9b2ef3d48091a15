"use client";
import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useId, useRef, useState } from "react";
import type { KeyboardEvent } from "react";
import type { PalettePage } from "#ui/nav.ts";
import { LoadFailed } from "#ui/failure/load-failed.tsx";
import { SearchIcon } from "#ui/icons/icons.tsx";
import { PaletteOption } from "./palette-option.tsx";
import classes from "./palette.module.css";
import { usePaletteEntries } from "./use-palette-entries.ts";
import type { PaletteEntry } from "./use-palette-entries.ts";

type PaletteProps = { pages: readonly PalettePage[]; opened: boolean; onClose: () => void };

/** The command palette (Ctrl+K) for items, pages and actions: a combobox with one list in a modal dialog. */
export function Palette({ pages, opened, onClose }: PaletteProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (element === null || element.open === opened) return;
    // The native modal makes the page inert, closes on Esc and restores the focus.
    if (opened) element.showModal();
    else element.close();
  }, [opened]);
  return (
    <dialog
      ref={dialog}
      className={classes.dialog}
      aria-label="Search items and pages"
      onClose={onClose}
      // The dialog element itself is only hit on the backdrop.
      onPointerDown={(event) => event.target === event.currentTarget && onClose()}
    >
      {opened && <PaletteBody pages={pages} onClose={onClose} />}
    </dialog>
  );
}

function PaletteBody({ pages, onClose }: Pick<PaletteProps, "pages" | "onClose">) {
  const router = useRouter();
  const id = useId();
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState(0);
  /** Enter was pressed while the list was still that of an earlier text. */
  const [isEnterPending, setEnterPending] = useState(false);
  const { entries, heading, state, note, failure, isBehind } = usePaletteEntries(text, pages);
  const active = Math.min(chosen, entries.length - 1);

  const run = (entry: PaletteEntry | undefined) => {
    if (entry === undefined) return;
    if (entry.kind !== "action" || entry.staysOpen !== true) onClose();
    if (entry.kind === "action") entry.run();
    else router.push(entry.href);
  };
  const runFirst = useEffectEvent(() => run(entries[0]));
  useEffect(() => {
    if (isEnterPending && !isBehind) runFirst();
  }, [isEnterPending, isBehind]);
  const move = (to: number) => setChosen((to + entries.length) % Math.max(1, entries.length));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "ArrowDown") move(active + 1);
    else if (event.key === "ArrowUp") move(active - 1);
    else if (event.key === "PageDown") setChosen(entries.length - 1);
    else if (event.key === "PageUp") setChosen(0);
    else if (event.key === "Enter" && failure !== null && entries.length === 0) failure.retry();
    else if (event.key === "Enter" && isBehind && chosen === 0) setEnterPending(true);
    else if (event.key === "Enter") run(entries[active]);
    // Keeps the focus in the input, the only control in the tab order, unless there is something to try again.
    else if (event.key !== "Tab" || failure !== null) return;
    event.preventDefault();
  };

  return (
    <div className={classes.body}>
      <div className={classes.field}>
        <SearchIcon />
        <input
          // The dialog is opened for typing.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          className={classes.input}
          role="combobox"
          aria-label="Search items and pages"
          aria-expanded={entries.length > 0}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={entries[active] ? `${id}-${active}` : undefined}
          placeholder="Search items and pages"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          enterKeyHint="go"
          value={text}
          maxLength={100}
          onChange={(event) => {
            setText(event.target.value);
            setChosen(0);
            setEnterPending(false);
          }}
          onKeyDown={onKeyDown}
        />
        <button type="button" className={classes.close} tabIndex={-1} onClick={onClose}>
          Esc<span className="sr-only"> closes</span>
        </button>
      </div>
      {heading !== null && <div className={classes.heading}>{heading}</div>}
      <div
        id={`${id}-list`}
        className={classes.list}
        // A select cannot have options with icons and prices.
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
        role="listbox"
        aria-label="Results"
      >
        {entries.map((entry, index) => (
          <PaletteOption
            key={entry.key}
            id={`${id}-${index}`}
            entry={entry}
            isActive={index === active}
            onPoint={() => setChosen(index)}
            onPick={() => run(entry)}
          />
        ))}
      </div>
      {failure !== null && (
        <div className={classes.failure}>
          <LoadFailed title="Items could not be searched" failure={failure} size="line" />
        </div>
      )}
      <output
        className={note !== null || (entries.length === 0 && failure === null) ? classes.note : "sr-only"}
      >
        {note ?? statusText(state, text, entries.length)}
      </output>
    </div>
  );
}

function statusText(state: "ready" | "searching" | "failed", text: string, count: number): string {
  if (state === "failed") return "";
  if (state === "searching" && count === 0) return "Searching…";
  return count === 0 ? `Nothing is called “${text.trim()}”.` : `${count} results`;
}
