import { UNKNOWN, formatExact, formatPercent, formatSigned } from "#ui/format/format.ts";
import classes from "./amount.module.css";

/** An en dash to the eye, a word to the ear. */
export function Unknown() {
  return (
    <>
      <span aria-hidden="true">{UNKNOWN}</span>
      <span className="sr-only">unknown</span>
    </>
  );
}

/** All digits: `1,716,616`, with its unit unless the place already names it. */
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

/** A gain or loss, by sign and colour. Without trust it has no colour: the number stands, the promise does not. */
export function Gain({ value, as = "gp", unit = "gp", trusted = true }: GainProps) {
  if (value === null) return <Unknown />;
  return (
    <span className={classes.amount} data-sign={trusted ? signOf(value) : "doubted"}>
      {as === "gp" ? formatSigned(value, formatExact) : formatPercent(value)}
      {as === "gp" && unit !== "" && <span className={classes.unit}> {unit}</span>}
    </span>
  );
}
