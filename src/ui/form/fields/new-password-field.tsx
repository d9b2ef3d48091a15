"use client";
import type { FieldProps } from "./field.tsx";
import classes from "#ui/form/form.module.css";
import { PasswordField } from "./password-field.tsx";

const REFUSED = "Common passwords and your name or address are refused";

type NewPasswordFieldProps = Pick<FieldProps, "binding" | "enterKeyHint"> & { label?: string; min: number };

/**
 * A password field that shows progress towards the minimum length and says what else the server refuses, which cannot be
 * seen from here.
 */
export function NewPasswordField({ label = "New password", min, ...field }: NewPasswordFieldProps) {
  const { length } = field.binding.value;
  const missing = min - length;
  const progress =
    length === 0
      ? `At least ${min} characters`
      : missing > 0
        ? `${missing} more ${missing === 1 ? "character" : "characters"}`
        : "Long enough";
  return (
    <PasswordField
      {...field}
      label={label}
      rule={REFUSED}
      autoComplete="new-password"
      hint={
        <span className={classes.meter}>
          <progress max={min} value={Math.min(length, min)} aria-hidden="true" data-full={missing <= 0} />
          {progress}
        </span>
      }
    />
  );
}
