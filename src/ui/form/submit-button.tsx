import classes from "./form.module.css";
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
