"use client";
import { useId } from "react";
import kit from "#ui/form/form.module.css";
import type { FieldBinding } from "#ui/form/use-zod-form.ts";
import { parseUtc } from "./utc.ts";
import { inZone, readerZone } from "./zone.ts";

/** A date-time field in UTC, with the time in the reader's zone below. */
export function UtcField({ label, binding }: { label: string; binding: FieldBinding }) {
  const id = useId();
  const { name, value, error, onText, onLeave } = binding;
  const atMs = parseUtc(value);
  const zone = readerZone();
  return (
    <div className={kit.field}>
      <label htmlFor={id}>{label} (UTC)</label>
      <input
        id={id}
        type="datetime-local"
        name={name}
        className={kit.input}
        data-autofocus
        step={60}
        value={value}
        aria-invalid={error !== null}
        aria-describedby={`${id}-note`}
        onChange={({ target }) => onText(target.value)}
        onBlur={onLeave}
      />
      <span id={`${id}-note`} className={kit.note} data-bad={error !== null || undefined}>
        {error ??
          (atMs === null ? `Shown in your zone, ${zone}, as you type` : `${inZone(atMs, zone)}, ${zone}`)}
      </span>
    </div>
  );
}
