import { randomInt } from "node:crypto";
import { isCardNumber } from "#simulators/stripe/billing/cards.ts";

const DIGITS = "0123456789";

/** A valid number of a card that no other test has; its last four digits say how Stripe's test card behaves. */
export function newCardNumber(last4 = "4242"): string {
  const random = String(randomInt(10 ** 10)).padStart(10, "0");
  const numbers = [...DIGITS].map((digit) => `4${random}${digit}${last4}`);
  const valid = numbers.find(isCardNumber);
  if (valid === undefined) throw new Error("no digit makes the number valid");
  return valid;
}
