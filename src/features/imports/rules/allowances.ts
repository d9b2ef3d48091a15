import type { Allowance } from "#features/billing/rules/allowance.ts";

const FREE_TRADES = 500;

/** Trades that imports added to the ledger in a calendar month (UTC). Those of an import that was undone do not count. */
export const importedTradesPerMonth = {
  key: "importedTradesPerMonth",
  words: "Imported trades a month",
  free: FREE_TRADES,
  pro: null,
  lockedOnFree: `imports beyond ${FREE_TRADES} trades a month`,
} as const satisfies Allowance<number | null>;
