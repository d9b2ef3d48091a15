import type { Allowance } from "#features/billing/rules/allowance.ts";

const FREE_ITEMS = 10;

/** Distinct items on all watchlists of an account. */
export const watchedItems = {
  key: "watchedItems",
  words: "Watched items",
  free: FREE_ITEMS,
  pro: 500,
  lockedOnFree: `watching more than ${FREE_ITEMS} items (those you watch stay)`,
} as const satisfies Allowance<number>;
