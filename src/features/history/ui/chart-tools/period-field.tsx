"use client";
import { useState } from "react";
import { isPeriod } from "#features/history/rules/chart/chart-options.ts";
import classes from "./chart-tools.module.css";

type PeriodFieldProps = { label: string; period: number; onChange: (period: number) => void };

/** A field for a number of buckets. Invalid text stays in the field and is not applied. */
export function PeriodField({ label, period, onChange }: PeriodFieldProps) {
  const [text, setText] = useState(String(period));
  const value = Number(text);
  const isBad = text.trim() === "" || !isPeriod(value);
  return (
    <span className={classes.period}>
      <input
        type="text"
        inputMode="numeric"
        aria-label={label}
        aria-invalid={isBad}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          const next = Number(event.target.value);
          if (event.target.value.trim() !== "" && isPeriod(next)) onChange(next);
        }}
      />
      {isBad && (
        <span className={classes.fault} role="alert">
          2 to 365
        </span>
      )}
    </span>
  );
}
