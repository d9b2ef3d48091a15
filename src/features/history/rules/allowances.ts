import type { Allowance } from "#features/billing/rules/allowance.ts";

/** A year, as upstream's /timeseries gives everybody by the day. The shortest retention is this long (platform/env/settings.ts). */
const FREE_DAYS = 365;

/** How far back the price history reaches, at every step. */
export const historyDays = {
  key: "historyDays",
  words: "Price history",
  unit: "days",
  unlimitedWords: "All on record",
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
