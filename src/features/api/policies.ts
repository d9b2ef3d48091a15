import { definePolicy } from "#platform/limits/limiter.ts";
import { apiReadsPerMinute } from "./rules/allowances.ts";

/** Reads of the public API with a key, by the key's user. */
export const apiKeyPolicy = definePolicy({
  name: "apiKey",
  points: apiReadsPerMinute.pro,
  durationS: 60,
  countBy: "user",
});

/** API keys that nobody has, by address: each costs a look-up. */
export const wrongKeyPolicy = definePolicy({
  name: "wrongKey",
  points: 60,
  durationS: 60,
  countBy: "ip",
});
