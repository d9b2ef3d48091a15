"use client";
import { useId, useRef, useState } from "react";
import kit from "#ui/form/form.module.css";
import classes from "./user-panel.module.css";

type TwoStepButtonProps = {
  label: string;
  /** The label of the confirming button: the verb and its object. */
  confirm: string;
  /** Describes the consequences. */
  warning: string;
  /** Why the action is not allowed; null if it is. */
  disabledReason: string | null;
  pending: boolean;
  danger?: boolean;
  onConfirm: () => void;
};

/** A button that is replaced by a confirmation. Esc and Cancel return to it. */
export function TwoStepButton({
  label,
  confirm,
  warning,
  disabledReason,
  pending,
  danger = false,
  onConfirm,
}: TwoStepButtonProps) {
  const [asking, setAsking] = useState(false);
  const id = useId();
  const wasAsking = useRef(false);
  const leave = () => {
    wasAsking.current = true;
    setAsking(false);
  };
  if (asking && disabledReason === null) {
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
        <p id={id}>{warning}</p>
        <button
          type="button"
          className={kit.button}
          data-tone={danger ? "danger" : "primary"}
          aria-describedby={id}
          aria-disabled={pending}
          // The pressed button was removed, so the focus moves here.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          onClick={() => {
            if (pending) return;
            leave();
            onConfirm();
          }}
        >
          {confirm}
        </button>
        <button type="button" className={kit.button} onClick={leave}>
          Cancel
        </button>
      </fieldset>
    );
  }
  return (
    <div className={classes.act}>
      <button
        type="button"
        ref={(button) => {
          // The confirmation was removed, so the focus returns here.
          if (button !== null && wasAsking.current) button.focus();
          wasAsking.current = false;
        }}
        className={kit.button}
        aria-disabled={disabledReason !== null || pending}
        aria-describedby={disabledReason === null ? undefined : id}
        onClick={() => disabledReason === null && !pending && setAsking(true)}
      >
        {label}
      </button>
      {disabledReason !== null && (
        <span id={id} className={classes.note}>
          {disabledReason}
        </span>
      )}
    </div>
  );
}
