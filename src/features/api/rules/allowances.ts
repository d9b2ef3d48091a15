import type { Allowance } from "#features/billing/rules/allowance.ts";

const FREE_READS = 300;

export const apiReadsPerMinute = {
  key: "apiReadsPerMinute",
  words: "Public API, requests a minute",
  free: FREE_READS,
  pro: 3_000,
  lockedOnFree: `more than ${FREE_READS} requests a minute to the public API`,
} as const satisfies Allowance<number>;

export const apiKeysAllowed = {
  key: "apiKeys",
  words: "API keys",
  free: 0,
  pro: 5,
  lockedOnFree: "API keys",
} as const satisfies Allowance<number>;
