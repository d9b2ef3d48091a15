import { definePolicy } from "#platform/limits/limiter.ts";

/** Sign-in, sign-up, and requests and uses of codes, counted by IP address even for signed-in users. */
export const signInPolicy = definePolicy({ name: "signIn", points: 10, durationS: 60, countBy: "ip" });

/** Confirmations with the second factor: together with the wrong codes in a row a bound on what a stolen session guesses. */
export const confirmPolicy = definePolicy({ name: "confirm", points: 10, durationS: 900, countBy: "user" });

/** The attempts of `signInPolicy`, counted by e-mail address, whether or not an account has it. */
export const signInEmailPolicy = definePolicy({
  name: "signInAccount",
  points: 10,
  durationS: 3_600,
  countBy: "key",
});

/** Files with all data of a user, of the account or of the ledger: each may be long. */
export const dataExportPolicy = definePolicy({
  name: "dataExport",
  points: 30,
  durationS: 600,
  countBy: "user",
});
