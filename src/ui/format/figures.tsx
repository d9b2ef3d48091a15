"use client";
import { formatExact, formatExactPercent, formatPercent, formatSigned, isBeyondPercent } from "./format.ts";
import { useAmountFormat } from "#ui/display/numbers.tsx";
import { useAge } from "./now.tsx";
import classes from "./figures.module.css";

/** An unknown value: a dash, read as "unknown" by screen readers. Never shown as zero. */
export function Unknown() {
  return (
    <span className={classes.unknown}>
      <span aria-hidden="true">–</span>
      <span className="sr-only">unknown</span>
    </span>
  );
}

type Figure = { value: number | null };

/*
 * Each figure has its text as key, so that a new text is a new element. Otherwise a changed text in a right-aligned cell
 * moves its start, which browsers count as a layout shift.
 */

/** An amount in the reader's number style, with all digits and `unit` in the tooltip. */
export function Amount({ value, unit = "gp" }: Figure & { unit?: string }) {
  const format = useAmountFormat();
  if (value === null) return <Unknown />;
  return (
    <span key={value} data-amount data-hint={`${formatExact(value)} ${unit}`}>
      {format(value)}
    </span>
  );
}

/** All digits, for numbers that players know exactly, such as buy limits. */
export const Exact = ({ value }: Figure) =>
  value === null ? <Unknown /> : <span key={value}>{formatExact(value)}</span>;

const signOf = (value: number) => (value > 0 ? "gain" : value < 0 ? "loss" : undefined);

/** A gain or a loss, with sign and colour; the tooltip has all digits, and `hint` below them. */
export function SignedAmount({ value, unit = "gp", hint }: Figure & { unit?: string; hint?: string }) {
  const format = useAmountFormat();
  if (value === null) {
    return hint === undefined ? (
      <Unknown />
    ) : (
      <span data-hint={hint}>
        <Unknown />
      </span>
    );
  }
  const exact = `${formatSigned(value, formatExact)} ${unit}`;
  return (
    <span
      key={value}
      data-amount
      data-sign={signOf(value)}
      className={classes.signed}
      data-hint={hint === undefined ? exact : `${exact}\n${hint}`}
    >
      {formatSigned(value, format)}
    </span>
  );
}

/** A fraction as a signed percentage, with all digits in the tooltip beyond 999%; `arrow` adds an arrow for its direction. */
export function Percent({ value, arrow = false }: Figure & { arrow?: boolean }) {
  if (value === null) return <Unknown />;
  const text = formatPercent(value);
  const sign = text === "0.0%" ? undefined : signOf(value);
  return (
    <span
      key={text}
      data-sign={sign}
      className={classes.signed}
      data-hint={isBeyondPercent(value) ? formatExactPercent(value) : undefined}
    >
      {arrow && sign !== undefined && (
        <span className={classes.arrow} aria-hidden="true">
          {sign === "gain" ? "▲" : "▼"}
        </span>
      )}
      {text}
    </span>
  );
}

/** The age of a time, kept up to date, with the time itself in the tooltip. */
export function Age({ atMs }: { atMs: number | null }) {
  const text = useAge(atMs);
  if (atMs === null) return <Unknown />;
  return (
    <span key={text} data-time={atMs}>
      {text}
    </span>
  );
}
