import { describe, expect, test } from "vitest";
import { mailContent } from "#features/mail/contract.ts";
import { LEDGER_WORDS } from "#features/billing/rules/effects.ts";
import type { LedgerEffect } from "#features/billing/rules/effects.ts";
import { effectMail } from "./mails.ts";

const URL = "https://desk.example";
const effects = Object.keys(LEDGER_WORDS) as LedgerEffect[];
const mail = (effect: LedgerEffect, more: object = {}) => effectMail({ effect, ...more }, URL);

test.each(effects)("%s is told by a mail that can be sent, or by none", (effect) => {
  const content = mail(effect, {
    cents: 999,
    currency: "usd",
    detail: { price: "pro_monthly", to: "pro_yearly" },
  });
  if (content === null) return expect(effect).toBe("cancel_taken_back");
  expect(mailContent.parse(content)).toEqual(content);
  expect(content.action).toEqual({ label: "See your plan", url: `${URL}/settings/billing` });
  expect(JSON.stringify(content)).not.toMatch(/undefined|null|NaN|pro_/);
});

test.each([
  [{ means: "grace", until: Date.UTC(2026, 5, 8, 12) }, /goes on until 8 June 2026 \(UTC\)/],
  [{ means: "locked" }, /days of grace are over: you have the free plan now/],
  [{ means: "ended" }, /has ended: you have the free plan now/],
  [{ means: "not_begun" }, /has not begun, and nothing was charged/],
  [{}, /^Check the card/],
])("a failed payment says what is true of the plan: %j", (detail, text) => {
  const content = mail("payment_failed", { cents: 999, currency: "usd", detail: { tries: 2, ...detail } });
  expect(content?.paragraphs[0]).toMatch(text);
  if (!("until" in detail)) expect(JSON.stringify(content)).not.toMatch(/goes on|days from/);
});

test("mails about a trial say when the card is charged, and how much", () => {
  const detail = { price: "pro_monthly", until: Date.UTC(2026, 6, 1, 12) };
  for (const effect of ["trial_started", "trial_ends_soon"] as const) {
    expect(mail(effect, { detail })?.paragraphs[0]).toMatch(
      /On 1 July 2026 \(UTC\) Pro goes on for \$9\.99 a month, charged to the card on file, unless you cancel before/,
    );
  }
  expect(mail("trial_refused")?.paragraphs.join(" ")).toMatch(/nothing was charged.*without a trial/);
});

describe("a sum", () => {
  test("stands in the mail as it was charged", () => {
    expect(mail("invoice_paid", { cents: 999, currency: "usd" })?.subject).toBe("Receipt: $9.99");
    expect(mail("payment_failed", { cents: 9_990, currency: "usd" })?.subject).toBe(
      "Your payment of $99.90 failed",
    );
  });

  test("of a plan is the one of the table", () => {
    expect(mail("subscribed", { detail: { price: "pro_yearly" } })?.paragraphs[0]).toContain(
      "Pro yearly, $99.90 a year",
    );
    expect(mail("plan_changed", { detail: { to: "pro_monthly" } })?.paragraphs[0]).toContain("$9.99 a month");
    // A former price that is no longer in the plan table.
    expect(mail("subscribed", { detail: { price: "pro_1999" } })?.paragraphs[0]).toBe(
      "Your plan is Pro. Thank you.",
    );
  });
});
