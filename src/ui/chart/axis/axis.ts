/** The smallest size that is written in a unit, the unit and its letter. */
const UNITS = [
  [1e9, 1e9, "b"],
  [1e6, 1e6, "m"],
  [1e4, 1e3, "k"],
] as const;
const exact = new Intl.NumberFormat("en");
const MAX_DIGITS = 3;

/** The smallest difference between two marks that is not 0; 0 if there is none. */
function smallestStep(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const steps = sorted.slice(1).map((value, index) => value - (sorted[index] ?? value));
  const positive = steps.filter((step) => step > 0);
  return positive.length === 0 ? 0 : Math.min(...positive);
}

/**
 * Labels the tick marks of one axis: one unit for all, and enough digits to make neighbours differ, so that marks
 * 500 gp apart near 1.7m are not all `1.72m`. Drops signs: only volumes are drawn below zero, and they are counts.
 */
export function axisLabels(marks: readonly number[]): string[] {
  const sizes = marks.map(Math.abs);
  const largest = Math.max(0, ...sizes);
  const step = smallestStep(marks);
  const [, unit, letter] = UNITS.find(([from]) => largest >= from) ?? [0, 1, ""];
  const digits = step === 0 ? MAX_DIGITS : Math.max(0, Math.ceil(Math.log10(unit / step) - 1e-9));
  if (unit > 1 && digits <= MAX_DIGITS) {
    return sizes.map((size) => (size === 0 ? "0" : `${(size / unit).toFixed(digits)}${letter}`));
  }
  return sizes.map((size) => exact.format(Math.round(size)));
}
