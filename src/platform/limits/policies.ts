import { definePolicy } from "./limiter.ts";

/** Reads without a session, and calls of the public API without a key. */
export const anonymousReadPolicy = definePolicy({
  name: "anonymousRead",
  points: 300,
  durationS: 60,
  countBy: "ip",
});

export const userReadPolicy = definePolicy({ name: "userRead", points: 600, durationS: 60, countBy: "user" });

export const userWritePolicy = definePolicy({
  name: "userWrite",
  points: 60,
  durationS: 60,
  countBy: "user",
});

/** The policies that no feature owns; each feature lists its own in its feature.ts. */
export const kitPolicies = [anonymousReadPolicy, userReadPolicy, userWritePolicy];
