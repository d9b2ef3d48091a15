import { definePolicy } from "#platform/limits/limiter.ts";
import { apiReadsPerMinute } from "./rules/allowances.ts";

/** Calls of the public API with a key, per user. */
export const apiKeyPolicy = definePolicy({
  name: "apiKey",
  points: apiReadsPerMinute.pro,
  durationS: 60,
  countBy: "user",
});

/** Calls with an unknown API key, per IP address, because each costs a database query. */
export const wrongKeyPolicy = definePolicy({
  name: "wrongKey",
  points: 60,
  durationS: 60,
  countBy: "ip",
});
