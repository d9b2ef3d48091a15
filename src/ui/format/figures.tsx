"use client";
import { formatExact, formatPercent, formatShort, formatSigned } from "./format.ts";
import { useAge } from "./now.tsx";
import classes from "./figures.module.css";

/** A dash for the eye, the word for screen readers; never a zero. */
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
 * Each figure is keyed by its text: another text is another element. In a right-aligned cell a changed text would
 * begin elsewhere, which browsers count as a layout shift though nothing else moves.
 */

/** An amount, short; every digit on hover. `unit` is what stands after the digits there. */
export function Amount({ value, unit = "gp" }: Figure & { unit?: string }) {
  if (value === null) return <Unknown />;
  return (
    <span key={value} data-hint={`${formatExact(value)} ${unit}`}>
      {formatShort(value)}
    </span>
  );
}

/** Every digit at once, for what players know by heart, such as buy limits. */
export const Exact = ({ value }: Figure) =>
  value === null ? <Unknown /> : <span key={value}>{formatExact(value)}</span>;

const signOf = (value: number) => (value > 0 ? "gain" : value < 0 ? "loss" : undefined);

/** A gain or a loss: sign and colour together, every digit on hover. */
export function SignedAmount({ value, unit = "gp" }: Figure & { unit?: string }) {
  if (value === null) return <Unknown />;
  return (
    <span
      key={value}
      data-sign={signOf(value)}
      className={classes.signed}
      data-hint={`${formatSigned(value, formatExact)} ${unit}`}
    >
      {formatSigned(value)}
    </span>
  );
}

/** A fraction as a signed percentage; `arrow` draws its direction as well. */
export function Percent({ value, arrow = false }: Figure & { arrow?: boolean }) {
  if (value === null) return <Unknown />;
  const text = formatPercent(value);
  const sign = text === "0.0%" ? undefined : signOf(value);
  return (
    <span key={text} data-sign={sign} className={classes.signed}>
      {arrow && sign !== undefined && (
        <span className={classes.arrow} aria-hidden="true">
          {sign === "gain" ? "▲" : "▼"}
        </span>
      )}
      {text}
    </span>
  );
}

/** How long ago, ticking; the time itself on hover. */
export function Age({ atMs }: { atMs: number | null }) {
  const text = useAge(atMs);
  if (atMs === null) return <Unknown />;
  return (
    <span key={text} data-time={atMs}>
      {text}
    </span>
  );
}
