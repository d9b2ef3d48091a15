const MULTIPLIERS: Readonly<Record<string, number>> = { "": 0, k: 3, m: 6, b: 9 };
/** Digits with or without grouping, a decimal part, a unit letter, and "gp" for those who write it out. */
const COINS = /^(?<whole>\d+|\d{1,3}(?:[, ]\d{3})+)(?:\.(?<part>\d+))?\s*(?<unit>[kmb]?)\s*(?:gp)?$/i;

/**
 * What a trader types for an amount of coins, in gp: `1716616`, `1,716,616`, `1.5m`, `250k`, `2b`. Null for what is
 * no whole amount of coins from 0 to 2^53. Shifts digits, because 1.1 * 1,000,000 is not 1,100,000 in floats.
 */
export function parseCoins(text: string): number | null {
  const parts = COINS.exec(text.trim())?.groups;
  if (!parts) return null;
  const zeros = MULTIPLIERS[(parts["unit"] ?? "").toLowerCase()] ?? 0;
  const fraction = (parts["part"] ?? "").replace(/0+$/, "");
  if (fraction.length > zeros) return null;
  const digits = (parts["whole"] ?? "").replaceAll(/[, ]/g, "") + fraction.padEnd(zeros, "0");
  const coins = Number(digits);
  return Number.isSafeInteger(coins) ? coins : null;
}
