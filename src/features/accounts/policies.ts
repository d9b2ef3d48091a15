import { definePolicy } from "#platform/limits/limiter.ts";

/** Signing in, signing up, asking for codes and typing them, by address even where somebody is signed in. */
export const signInPolicy = definePolicy({ name: "signIn", points: 10, durationS: 60, countBy: "ip" });

/** The same by e-mail address, whether or not it has an account. */
export const signInEmailPolicy = definePolicy({
  name: "signInAccount",
  points: 10,
  durationS: 3_600,
  countBy: "key",
});
