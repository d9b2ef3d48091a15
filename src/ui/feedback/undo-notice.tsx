"use client";
import { useLayoutEffect, useRef, useState } from "react";
import type { ReactNode } from "react";
import { CloseIcon } from "#ui/icons/icons.tsx";
import classes from "./undo-notice.module.css";

/** Something that was done; `undo` rejects where it could not be taken back. */
export type Undoable = { id: number; text: ReactNode; undo?: (() => Promise<unknown>) | undefined };

type UndoState = "offered" | "running" | "failed";

function Offer({ act, onClose }: { act: Undoable; onClose: () => void }) {
  const [state, setState] = useState<UndoState>("offered");
  const ref = useRef<HTMLDivElement>(null);
  // Whoever undoes by keyboard goes on from where they were.
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
      await act.undo?.();
      onClose();
    } catch {
      setState("failed");
    }
  };
  return (
    <div ref={ref} className={classes.notice}>
      <span className={classes.text}>
        {act.text}
        {state === "failed" && <span className={classes.fault}> Undoing it failed; it still holds.</span>}
      </span>
      {act.undo !== undefined && (
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
 * Says what was just done and takes it back on a press; stays until it is dismissed or something else is done. The
 * region is always in the page: what is said in one that has just appeared goes unheard.
 */
export function UndoNotice({ act, onClose }: { act: Undoable | null; onClose: () => void }) {
  return (
    <output className={classes.place}>
      {act !== null && <Offer key={act.id} act={act} onClose={onClose} />}
    </output>
  );
}
