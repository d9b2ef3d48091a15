"use client";
import { useId, useState } from "react";
import classes from "./filter-panel.module.css";

type NumberFieldProps = {
  label: string;
  hint?: string;
  value: number | null;
  placeholder: string;
  /** Null for an invalid text. */
  parse: (text: string) => number | null;
  format: (value: number) => string;
  onChange: (value: number | null) => void;
};

/** A number field that applies while it is typed. Invalid text stays, with an error below the field. */
export function NumberField({ label, hint, value, placeholder, parse, format, onChange }: NumberFieldProps) {
  const id = useId();
  const [typed, setTyped] = useState(() => (value === null ? "" : format(value)));
  const read = typed.trim() === "" ? null : parse(typed);
  const wrong = typed.trim() !== "" && read === null;
  // The value was changed elsewhere (a removed chip, Back): replaces the typed text.
  const [last, setLast] = useState(value);
  if (last !== value) {
    setLast(value);
    if (read !== value) setTyped(value === null ? "" : format(value));
  }
  return (
    <div className={classes.field}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        inputMode="decimal"
        autoComplete="off"
        value={typed}
        placeholder={placeholder}
        aria-invalid={wrong}
        aria-describedby={wrong || hint !== undefined ? `${id}-note` : undefined}
        onChange={({ target }) => {
          setTyped(target.value);
          const next = target.value.trim() === "" ? null : parse(target.value);
          if (target.value.trim() === "" || next !== null) onChange(next);
        }}
      />
      {(wrong || hint !== undefined) && (
        <span id={`${id}-note`} className={wrong ? classes.error : classes.hint}>
          {wrong ? wrongText(typed, placeholder) : hint}
        </span>
      )}
    </div>
  );
}

/** A number with marks was probably meant well: says which writing has one meaning everywhere. */
const wrongText = (typed: string, example: string): string =>
  /\d[.,\s'’_]/.test(typed)
    ? `Write an amount such as ${example}, or all digits without commas and dots.`
    : `Write an amount such as ${example}.`;
