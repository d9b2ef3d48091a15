"use client";
import { useId, useState } from "react";
import classes from "./filter-panel.module.css";

type NumberFieldProps = {
  label: string;
  hint?: string;
  value: number | null;
  placeholder: string;
  /** Null for a text that is no such number. */
  parse: (text: string) => number | null;
  format: (value: number) => string;
  onChange: (value: number | null) => void;
};

/** Applies while it is typed; a text that is no number stays as typed, and says so beside the field. */
export function NumberField({ label, hint, value, placeholder, parse, format, onChange }: NumberFieldProps) {
  const id = useId();
  const [typed, setTyped] = useState(() => (value === null ? "" : format(value)));
  const read = typed.trim() === "" ? null : parse(typed);
  const wrong = typed.trim() !== "" && read === null;
  // Changed from elsewhere (a removed chip, Back): what is typed gives way.
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
          {wrong ? `Write an amount such as ${placeholder}.` : hint}
        </span>
      )}
    </div>
  );
}
