"use client";
import type { FieldProps } from "./field.tsx";
import classes from "#ui/form/form.module.css";
import { PasswordField } from "./password-field.tsx";

type NewPasswordFieldProps = Pick<FieldProps, "binding" | "enterKeyHint"> & { label?: string; min: number };

/**
 * A password field that shows progress towards the minimum length. Whether a long password is a good one cannot be seen from
 * here, so it says no more than that; the server refuses common ones.
 */
export function NewPasswordField({ label = "New password", min, ...field }: NewPasswordFieldProps) {
  const { length } = field.binding.value;
  const missing = min - length;
  const words =
    length === 0
      ? `At least ${min} characters; a few unrelated words are best`
      : missing > 0
        ? `${missing} more ${missing === 1 ? "character" : "characters"}`
        : "Long enough, if others do not use it too";
  return (
    <PasswordField
      {...field}
      label={label}
      autoComplete="new-password"
      hint={
        <span className={classes.meter}>
          <progress max={min} value={Math.min(length, min)} aria-hidden="true" data-full={missing <= 0} />
          {words}
        </span>
      }
    />
  );
}
