import { expect, test } from "vitest";
import { effectMail } from "#features/billing/sync/mails.ts";
import { formatMoney } from "./money.ts";

test.each([
  [999, "usd", "$9.99"],
  [-999, "USD", "−$9.99"],
  [500, "jpy", "¥500"],
  [500, "JPY", "¥500"],
  [12_000, "krw", "₩12,000"],
  [500, "clp", "CLP 500"],
  [500, "mga", "MGA 500"],
  [5_124, "kwd", "KWD 5.124"],
  [50_000, "isk", "ISK 500"],
  [50_000, "ugx", "UGX 500"],
  [9_900, "huf", "HUF 99.00"],
  [9_950, "twd", "NT$99.50"],
  [9_950, "lbp", "LBP 99.50"],
])("%i of %s is %s", (cents, currency, text) => {
  expect(formatMoney(cents, currency).replaceAll("\u00a0", " ")).toBe(text);
});

test("mails name the sum of a currency without a smaller unit", () => {
  const paid = effectMail({ effect: "invoice_paid", cents: 500, currency: "jpy" }, "https://desk.example");
  expect(paid?.subject).toBe("Receipt: ¥500");
  expect(paid?.paragraphs[0]).toContain("Your payment of ¥500 arrived");
  const failed = effectMail(
    { effect: "payment_failed", cents: 500, currency: "jpy" },
    "https://desk.example",
  );
  expect(failed?.subject).toBe("Your payment of ¥500 failed");
});
