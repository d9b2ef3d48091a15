"use client";
import { useEffect, useRef } from "react";
import type { ReactNode } from "react";
import { FormError } from "./form-error.tsx";
import classes from "./form.module.css";
import type { ZodForm } from "./use-zod-form.ts";

type FormProps = {
  form: ZodForm<string>;
  children: ReactNode;
  /** The buttons, below the form's error. */
  actions: ReactNode;
};

/** A form that focuses its first invalid field after a failed submission. */
export function Form({ form, children, actions }: FormProps) {
  const ref = useRef<HTMLFormElement>(null);
  const { failureCount, onSubmit } = form;
  useEffect(() => {
    if (failureCount > 0) ref.current?.querySelector<HTMLElement>("[aria-invalid='true']")?.focus();
  }, [failureCount]);
  return (
    <form ref={ref} method="post" className={classes.form} noValidate onSubmit={onSubmit}>
      {children}
      <FormError form={form} />
      {actions}
    </form>
  );
}
