"use client";
import { useId, useState } from "react";
import { presets } from "#features/market/rules/list/presets.ts";
import { filterChips } from "#features/market/ui/filters/filter-chips.ts";
import { parseView } from "#features/market/ui/filters/view-params.ts";
import type { NamedView } from "#features/market/views/contract.ts";
import { MoreIcon } from "#ui/icons/icons.tsx";
import { NameForm } from "./name-form.tsx";
import classes from "./views.module.css";

type ViewRowProps = {
  named: NamedView;
  isShown: boolean;
  onOpen: () => void;
  onRename: (name: string) => Promise<boolean>;
  onOverwrite: () => void;
  onShare: () => void;
  onDelete: () => void;
};

/** Tells views apart: `Biggest margins · “rune” · ROI ≥ 2%`. */
function describe(text: string): string {
  const view = parseView(text);
  const words = filterChips(view).map((chip) => chip.text);
  return [presets[view.preset].label, ...(view.query === "" ? [] : [`“${view.query}”`]), ...words].join(
    " · ",
  );
}

export function ViewRow({ named, isShown, onOpen, onRename, onOverwrite, onShare, onDelete }: ViewRowProps) {
  const id = useId();
  const [state, setState] = useState<"closed" | "open" | "renaming">("closed");
  const pick = (act: () => void) => () => {
    setState("closed");
    act();
  };
  return (
    <li className={classes.entry} data-shown={isShown || undefined}>
      <div className={classes.row}>
        <button type="button" className={classes.open} aria-current={isShown || undefined} onClick={onOpen}>
          <bdi className={classes.name} title={named.name}>
            {named.name}
          </bdi>
          <span className={classes.words}>{describe(named.view)}</span>
        </button>
        <button
          type="button"
          className={classes.more}
          aria-label={`Change ${named.name}`}
          aria-expanded={state !== "closed"}
          aria-controls={id}
          onClick={() => setState(state === "closed" ? "open" : "closed")}
        >
          <MoreIcon />
        </button>
      </div>
      <div id={id}>
        {state === "open" && (
          <div className={classes.acts}>
            <button type="button" onClick={() => setState("renaming")}>
              Rename
            </button>
            <button type="button" disabled={isShown} onClick={pick(onOverwrite)}>
              Overwrite
            </button>
            <button type="button" onClick={pick(onShare)}>
              Copy link
            </button>
            <button type="button" data-tone="danger" onClick={onDelete}>
              Delete
            </button>
          </div>
        )}
        {state === "renaming" && (
          <NameForm
            label="New name"
            button="Rename"
            initial={named.name}
            onSend={async (name) => {
              const isDone = name === named.name || (await onRename(name));
              if (isDone) setState("closed");
              return isDone;
            }}
            onCancel={() => setState("open")}
          />
        )}
      </div>
    </li>
  );
}
