"use client";
import { useLayoutEffect, useRef, useState } from "react";
import type { ReactNode } from "react";
import { CloseIcon } from "#ui/icons/icons.tsx";
import classes from "./undo-notice.module.css";

/** A completed action. `undo` reverts it and rejects if that fails; without it the action cannot be undone. */
export type Undoable = { id: number; text: ReactNode; undo?: (() => Promise<unknown>) | undefined };

type UndoState = "offered" | "running" | "failed";

function Offer({ action, onClose }: { action: Undoable; onClose: () => void }) {
  const [state, setState] = useState<UndoState>("offered");
  const ref = useRef<HTMLDivElement>(null);
  // Returns the focus to where it was before the notice appeared.
  useLayoutEffect(() => {
    const notice = ref.current;
    const before = document.activeElement;
    return () => {
      if (notice?.contains(document.activeElement) === true && before instanceof HTMLElement) before.focus();
    };
  }, []);
  const undo = async () => {
    setState("running");
    try {
      await action.undo?.();
      onClose();
    } catch {
      setState("failed");
    }
  };
  return (
    <div ref={ref} className={classes.notice}>
      <span className={classes.text}>
        {action.text}
        {state === "failed" && <span className={classes.fault}> Undoing it failed; it still holds.</span>}
      </span>
      {action.undo !== undefined && (
        <button
          type="button"
          className={classes.undo}
          disabled={state === "running"}
          onClick={() => void undo()}
        >
          {state === "failed" ? "Try again" : "Undo"}
        </button>
      )}
      <button type="button" className={classes.close} aria-label="Dismiss" onClick={onClose}>
        <CloseIcon size={14} />
      </button>
    </div>
  );
}

/**
 * Shows the last completed action with an Undo button, until it is dismissed or another action follows. The region is
 * always rendered, because screen readers do not announce the content of a region that was just added.
 */
export function UndoNotice({ action, onClose }: { action: Undoable | null; onClose: () => void }) {
  return (
    <output className={classes.place}>
      {action !== null && <Offer key={action.id} action={action} onClose={onClose} />}
    </output>
  );
}
