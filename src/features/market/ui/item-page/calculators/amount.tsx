import {
  UNKNOWN,
  formatExact,
  formatExactPercent,
  formatPercent,
  formatSigned,
  isBeyondPercent,
} from "#ui/format/format.ts";
import classes from "./amount.module.css";

/** An unknown value: an en dash, read as "unknown" by screen readers. */
export function Unknown() {
  return (
    <>
      <span aria-hidden="true">{UNKNOWN}</span>
      <span className="sr-only">unknown</span>
    </>
  );
}

/** An amount with all digits, `1,716,616`, and its unit. `unit=""` omits the unit. */
export function Amount({ value, unit = "gp" }: { value: number | null; unit?: string }) {
  if (value === null) return <Unknown />;
  return (
    <span className={classes.amount}>
      {formatExact(value)}
      {unit !== "" && <span className={classes.unit}> {unit}</span>}
    </span>
  );
}

const signOf = (value: number): "gain" | "loss" | "even" =>
  value > 0 ? "gain" : value < 0 ? "loss" : "even";

type GainProps = { value: number | null; as?: "gp" | "percent"; unit?: string; trusted?: boolean };

/** A gain or loss, with sign and colour. An untrusted one has no colour, so that it is not offered as a profit. */
export function Gain({ value, as = "gp", unit = "gp", trusted = true }: GainProps) {
  if (value === null) return <Unknown />;
  return (
    <span
      className={classes.amount}
      data-sign={trusted ? signOf(value) : "doubted"}
      data-hint={as === "percent" && isBeyondPercent(value) ? formatExactPercent(value) : undefined}
    >
      {as === "gp" ? formatSigned(value, formatExact) : formatPercent(value)}
      {as === "gp" && unit !== "" && <span className={classes.unit}> {unit}</span>}
    </span>
  );
}
