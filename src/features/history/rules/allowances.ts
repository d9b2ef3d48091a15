import type { Allowance } from "#features/billing/rules/allowance.ts";

const FREE_DAYS = 90;

/** How far back the price history reaches. */
export const historyDays = {
  key: "historyDays",
  words: "Price history",
  unit: "days",
  unlimitedWords: "All",
  free: FREE_DAYS,
  pro: null,
  lockedOnFree: `price history beyond ${FREE_DAYS} days`,
} as const satisfies Allowance<number | null>;

export const historyExports = {
  key: "exports",
  words: "Export of history as CSV",
  free: false,
  pro: true,
  lockedOnFree: "export of history as CSV",
} as const satisfies Allowance<boolean>;
