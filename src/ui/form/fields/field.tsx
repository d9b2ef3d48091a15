"use client";
import { useEffect, useId, useRef } from "react";
import type { HTMLInputAutoCompleteAttribute, ReactNode } from "react";
import classes from "#ui/form/form.module.css";
import type { FieldBinding } from "#ui/form/use-zod-form.ts";

export type FieldProps = {
  label: string;
  hint?: ReactNode;
  /** Stays below the hint and the error. */
  rule?: string;
  binding: FieldBinding;
  type?: "text" | "email" | "password" | "datetime-local";
  /** Required: password managers use it. */
  autoComplete: HTMLInputAutoCompleteAttribute;
  inputMode?: "text" | "email" | "numeric";
  takesFocus?: boolean;
  maxLength?: number;
  mono?: boolean;
  enterKeyHint?: "next" | "go" | "done" | "send";
  /** A control at the end of the input. */
  end?: ReactNode;
};

/** Label and input, with the hint or the error in a line below that is always reserved, so nothing moves. */
export function Field({
  label,
  hint,
  rule,
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
  const onTextRef = useRef(onText);
  // Reads what was filled in before hydration; React's state does not have it.
  useEffect(() => {
    const early = ref.current?.value ?? "";
    if (early !== "") onTextRef.current(early);
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
          // Set only where the reader has opened this step, so the focus is expected.
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
        {rule !== undefined && <span className={classes.rule}>{rule}</span>}
      </span>
    </div>
  );
}
