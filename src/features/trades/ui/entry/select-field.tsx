"use client";
import { useId } from "react";
import form from "#ui/form/form.module.css";
import type { FieldBinding } from "#ui/form/use-zod-form.ts";
import classes from "./entry.module.css";

type SelectFieldProps = {
  label: string;
  options: readonly (readonly [value: string, words: string])[];
  binding: Pick<FieldBinding, "name" | "value" | "onText"> & { error?: string | null };
};

/** One of a few choices, with its error below. */
export function SelectField({ label, options, binding }: SelectFieldProps) {
  const id = useId();
  const { name, value, error = null, onText } = binding;
  return (
    <div className={form.field}>
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        name={name}
        className={`${form.input} ${classes.select}`}
        value={value}
        aria-invalid={error !== null}
        aria-describedby={`${id}-note`}
        onChange={({ target }) => onText(target.value)}
      >
        {options.map(([each, words]) => (
          <option key={each} value={each}>
            {words}
          </option>
        ))}
      </select>
      <span id={`${id}-note`} className={form.note} data-bad={error !== null || undefined}>
        {error}
      </span>
    </div>
  );
}
