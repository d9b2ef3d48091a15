"use client";
import { useState } from "react";
import { EyeIcon, EyeOffIcon } from "#ui/icons/icons.tsx";
import { Field } from "./field.tsx";
import type { FieldProps } from "./field.tsx";
import classes from "#ui/form/form.module.css";

type PasswordFieldProps = Pick<
  FieldProps,
  "label" | "binding" | "takesFocus" | "hint" | "rule" | "enterKeyHint"
> & {
  autoComplete: "current-password" | "new-password";
};

export function PasswordField({ label, ...field }: PasswordFieldProps) {
  const [shown, setShown] = useState(false);
  return (
    <Field
      {...field}
      label={label}
      type={shown ? "text" : "password"}
      // As plain text, disables the browser's correction and capitalisation.
      mono={shown}
      end={
        <button
          type="button"
          className={classes.reveal}
          aria-pressed={shown}
          aria-label={`Show ${label.toLowerCase()}`}
          data-hint={shown ? "Hide what is typed" : "Show what is typed"}
          onClick={() => setShown(!shown)}
        >
          {shown ? <EyeOffIcon /> : <EyeIcon />}
        </button>
      }
    />
  );
}
