"use client";
import { useEffect, useRef } from "react";
import type { ReactNode } from "react";
import { Field } from "./field.tsx";
import type { FieldBinding } from "#ui/form/use-zod-form.ts";

const DIGITS = 6;

type CodeFieldProps = {
  label?: string;
  hint?: ReactNode;
  binding: FieldBinding;
  takesFocus?: boolean;
  /** Called at the last digit, to submit a form that has no other field. */
  onComplete?: () => void;
};

/** Six digits in one input, so that pasting with spaces, full-width digits, one-time-code autofill and undo work. */
export function CodeField({
  label = "Code",
  hint = "6 digits",
  binding,
  takesFocus = false,
  onComplete,
}: CodeFieldProps) {
  const { value } = binding;
  const complete = useRef(onComplete);
  const sent = useRef(value);
  useEffect(() => {
    complete.current = onComplete;
  });
  useEffect(() => {
    if (value.length === DIGITS && sent.current !== value) complete.current?.();
    sent.current = value;
  }, [value]);
  return (
    <Field
      label={label}
      hint={hint}
      autoComplete="one-time-code"
      inputMode="numeric"
      mono
      takesFocus={takesFocus}
      binding={{
        ...binding,
        onText: (text) => binding.onText(text.normalize("NFKC").replaceAll(/\D/g, "").slice(0, DIGITS)),
      }}
    />
  );
}
