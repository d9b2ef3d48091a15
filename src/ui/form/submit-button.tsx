"use client";
import classes from "./form.module.css";
import { useHydrated } from "./use-hydrated.ts";
import type { ZodForm } from "./use-zod-form.ts";

type SubmitButtonProps = {
  form: Pick<ZodForm<string>, "pending" | "wait">;
  /** A verb, such as "Sign in". */
  label: string;
  /** The label while pending, such as "Signing in…". */
  busyLabel: string;
  tone?: "primary" | "quiet" | "danger";
  /** For a step without fields. */
  takesFocus?: boolean;
};

/** Both labels share one grid cell, so the button keeps the width of the longer one. */
export function SubmitButton({
  form,
  label,
  busyLabel,
  tone = "primary",
  takesFocus = false,
}: SubmitButtonProps) {
  const { pending, wait } = form;
  return (
    <button
      type="submit"
      // Before hydration the browser would submit the form itself, which no page handles.
      disabled={!useHydrated()}
      // Set only where the reader has opened this step, so the focus is expected.
      // oxlint-disable-next-line jsx-a11y/no-autofocus
      autoFocus={takesFocus}
      className={classes.button}
      data-tone={tone}
      aria-disabled={pending || wait !== ""}
      aria-busy={pending}
    >
      <Labels pending={pending} label={label} busyLabel={busyLabel} />
    </button>
  );
}

type LabelsProps = { pending: boolean; label: string; busyLabel: string };

const Labels = ({ pending, label, busyLabel }: LabelsProps) => (
  <span className={classes.labels}>
    <span data-shown={!pending}>{label}</span>
    <span data-shown={pending}>{busyLabel}</span>
  </span>
);
