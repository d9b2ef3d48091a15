import { expect, test } from "vitest";
import { cardExpiry, cardWords } from "./card-words.ts";

const card = { brand: "visa", last4: "4242", expMonth: 4, expYear: 2030 };

test("names brand, last digits and expiry, as far as they are known", () => {
  expect(cardWords(card)).toBe("Visa ending in 4242, expires 04/2030");
  expect(cardWords({ ...card, brand: "amex", expMonth: 12 })).toBe(
    "American Express ending in 4242, expires 12/2030",
  );
  expect(cardWords({ ...card, brand: "mastercard", expMonth: null, expYear: null })).toBe(
    "Mastercard ending in 4242",
  );
  expect(cardWords({ brand: "unknown", last4: "", expMonth: null, expYear: null })).toBe("Card");
  expect(cardExpiry({ ...card, expYear: null })).toBeNull();
});
