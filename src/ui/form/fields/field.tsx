"use client";
import { useEffect, useId, useRef } from "react";
import type { HTMLInputAutoCompleteAttribute, ReactNode } from "react";
import classes from "#ui/form/form.module.css";
import type { FieldBinding } from "#ui/form/use-zod-form.ts";

export type FieldProps = {
  label: string;
  hint?: ReactNode;
  binding: FieldBinding;
  type?: "text" | "email" | "password";
  /** Password managers go by it. */
  autoComplete: HTMLInputAutoCompleteAttribute;
  inputMode?: "text" | "email" | "numeric";
  takesFocus?: boolean;
  maxLength?: number;
  mono?: boolean;
  enterKeyHint?: "next" | "go" | "done" | "send";
  /** A control inside the field, at its end. */
  end?: ReactNode;
};

/** Label, input, and beneath it either the hint or what is wrong: one line is kept free, so nothing moves. */
export function Field({
  label,
  hint,
  binding,
  type = "text",
  inputMode = type === "email" ? "email" : "text",
  takesFocus = false,
  mono = false,
  end,
  ...input
}: FieldProps) {
  const id = useId();
  const { name, value, error, onText, onLeave } = binding;
  const ref = useRef<HTMLInputElement>(null);
  const take = useRef(onText);
  // What a person or a password manager filled in before the scripts ran is in the input, and nowhere else.
  useEffect(() => {
    const early = ref.current?.value ?? "";
    if (early !== "") take.current(early);
  }, []);
  const isProse = type === "text" && !mono && inputMode === "text";
  return (
    <div className={classes.field}>
      <label htmlFor={id}>{label}</label>
      <span className={classes.box}>
        <input
          {...input}
          ref={ref}
          id={id}
          name={name}
          type={type}
          inputMode={inputMode}
          // A step that appears because somebody asked for it is there to be typed into.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus={takesFocus}
          className={classes.input}
          data-mono={mono || undefined}
          data-end={end !== undefined || undefined}
          autoCapitalize={isProse ? "words" : "none"}
          autoCorrect="off"
          spellCheck={false}
          dir="auto"
          value={value}
          aria-invalid={error !== null}
          aria-describedby={`${id}-note`}
          onChange={({ target }) => onText(target.value)}
          onBlur={onLeave}
        />
        {end}
      </span>
      <span id={`${id}-note`} className={classes.note} data-bad={error !== null || undefined}>
        {error ?? hint}
      </span>
    </div>
  );
}
