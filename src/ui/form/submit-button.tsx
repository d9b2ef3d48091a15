"use client";
import classes from "./form.module.css";
import { useHydrated } from "./use-hydrated.ts";
import type { ZodForm } from "./use-zod-form.ts";

type SubmitButtonProps = {
  form: Pick<ZodForm<string>, "pending" | "wait">;
  /** The verb: "Sign in". */
  label: string;
  /** The same while it runs: "Signing in…". */
  busyLabel: string;
  tone?: "primary" | "quiet" | "danger";
};

/** Both labels lie in one cell, so the button keeps the width of the longer. */
export function SubmitButton({ form, label, busyLabel, tone = "primary" }: SubmitButtonProps) {
  const { pending, wait } = form;
  return (
    <button
      type="submit"
      // Without scripts the browser would send the form by itself, and to no good end.
      disabled={!useHydrated()}
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
