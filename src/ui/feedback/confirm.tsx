"use client";
import { useId, useRef, useState } from "react";
import type { ReactNode } from "react";
import kit from "#ui/form/form.module.css";
import classes from "./confirm.module.css";

type ConfirmProps = {
  label: string;
  /** The label of the confirming button. */
  confirm: string;
  busyLabel: string;
  /** The label of the button that cancels, such as "Keep Pro". */
  back: string;
  /** Describes the consequences. */
  children: ReactNode;
  tone?: "primary" | "danger";
  pending: boolean;
  onConfirm: () => void;
};

/** A button that is replaced by a confirmation with its consequences. Esc cancels. */
export function Confirm({
  label,
  confirm,
  busyLabel,
  back,
  children,
  tone = "primary",
  pending,
  onConfirm,
}: ConfirmProps) {
  const [asking, setAsking] = useState(false);
  const id = useId();
  const cameBack = useRef(false);
  const leave = () => {
    if (pending) return;
    cameBack.current = true;
    setAsking(false);
  };
  if (!asking) {
    return (
      <button
        type="button"
        ref={(button) => {
          if (button !== null && cameBack.current) button.focus();
          cameBack.current = false;
        }}
        className={kit.button}
        onClick={() => setAsking(true)}
      >
        {label}
      </button>
    );
  }
  return (
    // Only handles keys that bubble up; the focus is on the buttons.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <fieldset
      className={classes.asking}
      aria-label={label}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        leave();
      }}
    >
      <p id={id}>{children}</p>
      <div className={kit.actions}>
        <button
          type="button"
          className={kit.button}
          data-tone={tone}
          aria-describedby={id}
          aria-disabled={pending}
          aria-busy={pending}
          // The pressed button was removed, so the focus moves here.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          onClick={() => !pending && onConfirm()}
        >
          {pending ? busyLabel : confirm}
        </button>
        <button type="button" className={kit.button} aria-disabled={pending} onClick={leave}>
          {back}
        </button>
      </div>
    </fieldset>
  );
}
