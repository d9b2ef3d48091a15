"use client";
import { useEffect, useRef } from "react";
import type { ReactNode } from "react";
import { FormError } from "./form-error.tsx";
import classes from "./form.module.css";
import type { ZodForm } from "./use-zod-form.ts";

type FormProps = {
  form: ZodForm<string>;
  children: ReactNode;
  /** What sends it, and what else there is to do; stands below what is wrong with the whole form. */
  actions: ReactNode;
};

/** After a refusal the focus goes to the first field to mend. */
export function Form({ form, children, actions }: FormProps) {
  const ref = useRef<HTMLFormElement>(null);
  const { refusals, onSubmit } = form;
  useEffect(() => {
    if (refusals > 0) ref.current?.querySelector<HTMLElement>("[aria-invalid='true']")?.focus();
  }, [refusals]);
  return (
    <form ref={ref} method="post" className={classes.form} noValidate onSubmit={onSubmit}>
      {children}
      <FormError form={form} />
      {actions}
    </form>
  );
}
