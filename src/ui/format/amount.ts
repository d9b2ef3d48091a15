/** The power of ten of each unit letter. */
const UNIT_DIGITS: Readonly<Record<string, number>> = { "": 0, k: 3, m: 6, b: 9 };
const AMOUNT = /^([+−-]?)(\d+(?:\.\d*)?|\.\d+)\s*([kmb]?)$/;

/**
 * Parses an amount of coins or units as traders type it: `250k`, `1.5m`, `2,147,483,647`, `-3k`. Null for other text,
 * for amounts that are not whole, and beyond safe integers.
 */
export function parseAmount(text: string): number | null {
  const match = AMOUNT.exec(text.trim().toLowerCase().replaceAll(/[,_ ]/g, "").replace(/gp$/, ""));
  if (match === null) return null;
  const [, sign = "", digits = "", unit = ""] = match;
  // Moves digits instead of multiplying: 1.1 * 1e6 is not exactly 1,100,000 in floating point.
  const [whole = "", fraction = ""] = digits.split(".");
  const shift = UNIT_DIGITS[unit] ?? 0;
  const moved = fraction.replace(/0+$/, "");
  if (moved.length > shift) return null;
  const size = Number(whole + moved.padEnd(shift, "0"));
  if (!Number.isSafeInteger(size)) return null;
  return size === 0 ? 0 : sign === "-" || sign === "−" ? -size : size;
}

/** The shortest text that `parseAmount` reads as the same number: `1500000` as `1.5m`, `1234567` unchanged. */
export function formatAmount(value: number): string {
  for (const [letter, unit] of [
    ["b", 1e9],
    ["m", 1e6],
    ["k", 1e3],
  ] as const) {
    if (Math.abs(value) < unit) continue;
    const text = `${value / unit}${letter}`;
    if (text.length < String(value).length && parseAmount(text) === value) return text;
  }
  return String(value);
}

/** Parses a decimal such as a percentage: `2.5`, `-1`, `10%`. Null for other text. */
export function parseDecimal(text: string): number | null {
  const trimmed = text.trim().replace(/\s*%$/, "").replace("−", "-");
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(trimmed)) return null;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : null;
}
