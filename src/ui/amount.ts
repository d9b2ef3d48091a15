const UNITS: Readonly<Record<string, number>> = { "": 1, k: 1e3, m: 1e6, b: 1e9 };
const AMOUNT = /^([+−-]?)(\d+(?:\.\d*)?|\.\d+)\s*([kmb]?)$/;

/**
 * What a trader types for coins or units: `250k`, `1.5m`, `2,147,483,647`, `-3k`. Null for what is no amount, what
 * is no whole number, and beyond safe integers.
 */
export function parseAmount(text: string): number | null {
  const match = AMOUNT.exec(text.trim().toLowerCase().replaceAll(/[,_ ]/g, "").replace(/gp$/, ""));
  if (match === null) return null;
  const [, sign = "", digits = "", unit = ""] = match;
  const size = Number(digits) * (UNITS[unit] ?? 1);
  // 1.1m is 1100000.0000000002 in floating point; what lies further off is a fraction of a coin.
  const whole = Math.round(size);
  if (Math.abs(size - whole) > 1e-6 * Math.max(1, size) || !Number.isSafeInteger(whole)) return null;
  return whole === 0 ? 0 : sign === "-" || sign === "−" ? -whole : whole;
}

/** The shortest text that `parseAmount` reads back as the same number: `1500000` as `1.5m`, `1234567` as it is. */
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

/** A decimal such as a percentage: `2.5`, `-1`, `10%`. Null for anything else. */
export function parseDecimal(text: string): number | null {
  const trimmed = text.trim().replace(/\s*%$/, "").replace("−", "-");
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(trimmed)) return null;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : null;
}
