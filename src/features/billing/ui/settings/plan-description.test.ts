import { expect, test } from "vitest";
import type { BillingStatus } from "#features/billing/contract.ts";
import { subscriptionStatuses } from "#features/billing/contract.ts";
import { canChange, isDowngraded, isLive, describePlan } from "./plan-description.ts";

const NOW = Date.UTC(2026, 10, 21, 12);
const DEC_21 = Date.UTC(2026, 11, 21, 12);
const free: BillingStatus = {
  plan: "free",
  status: "none",
  price: null,
  ownPrice: null,
  periodEndsAt: null,
  trialEndsAt: null,
  cancelAtPeriodEnd: false,
  cancelsAt: null,
  card: null,
  pauseBehavior: null,
  pauseResumesAt: null,
  graceEndsAt: null,
  trialAvailable: true,
  trialRefused: false,
  testMode: true,
  configured: true,
};
const pro: BillingStatus = {
  ...free,
  plan: "pro",
  status: "active",
  price: "pro_monthly",
  ownPrice: { cents: 999, currency: "usd", interval: "month", count: 1 },
  periodEndsAt: DEC_21,
  trialAvailable: false,
};
const titleOf = (billing: BillingStatus) => describePlan(billing, NOW).title;

test("each state is one sentence with its date", () => {
  expect(titleOf(free)).toBe("You are on Free.");
  expect(titleOf({ ...pro, status: "trialing", trialEndsAt: DEC_21 })).toBe(
    "Pro trial until 21 December 2026.",
  );
  expect(titleOf(pro)).toBe("Pro, renews on 21 December 2026.");
  expect(titleOf({ ...pro, cancelAtPeriodEnd: true })).toBe("Pro until 21 December 2026, then Free.");
  expect(titleOf({ ...pro, status: "past_due", graceEndsAt: DEC_21 })).toBe(
    "Payment failed: Pro goes on until 21 December 2026.",
  );
  expect(titleOf({ ...free, configured: false, plan: "pro" })).toMatch(/everything for everybody/);
});

test("a day of its own on which the plan ends is named, and whether it renews before", () => {
  const cancelled = { ...pro, cancelAtPeriodEnd: true };
  const DEC_1 = Date.UTC(2026, 11, 1, 12);
  const FEB_1 = Date.UTC(2027, 1, 1, 12);
  const early = describePlan({ ...cancelled, cancelsAt: DEC_1 }, NOW);
  expect(early).toMatchObject({
    title: "Pro until 1 December 2026, then Free.",
    text: "Nothing more will be charged.",
  });
  const late = describePlan({ ...cancelled, cancelsAt: FEB_1 }, NOW);
  expect(late.title).toBe("Pro until 1 February 2027, then Free.");
  expect(late.text).toContain("renews as before: your card is charged $9.99 on 21 December 2026");
  const trial = { ...cancelled, status: "trialing" as const, trialEndsAt: DEC_21 };
  expect(titleOf({ ...trial, cancelsAt: DEC_1 })).toBe("Pro trial until 1 December 2026.");
  const paid = describePlan({ ...trial, cancelsAt: FEB_1 }, NOW);
  expect(paid.title).toBe("Pro trial until 21 December 2026.");
  expect(paid.text).toContain("Pro goes on until 1 February 2027");
});

test("an ended plan names the day only if it has passed", () => {
  const ended = { ...free, status: "canceled" as const };
  expect(titleOf({ ...ended, periodEndsAt: NOW - 1 })).toBe(
    "Pro ended on 21 November 2026: you are on Free.",
  );
  expect(titleOf({ ...ended, periodEndsAt: DEC_21 })).toBe("Pro ended: you are on Free.");
});

test("the title states Pro exactly if the user has Pro", () => {
  for (const status of subscriptionStatuses) {
    if (status === "trialing" || status === "active") continue;
    expect(titleOf({ ...free, status }), status).toMatch(/on Free/);
  }
  for (const status of ["trialing", "active", "past_due"] as const) {
    expect(titleOf({ ...pro, status }), status).not.toMatch(/on Free/);
  }
});

test("the text states the next charge", () => {
  expect(describePlan(pro, NOW).text).toContain("$9.99");
  // By its own price, also where that is no longer in the plan table.
  const ownPrice = { cents: 1_299, currency: "usd", interval: "month", count: 1 } as const;
  expect(describePlan({ ...pro, price: null, ownPrice }, NOW).text).toContain("$12.99");
  expect(describePlan({ ...pro, cancelAtPeriodEnd: true }, NOW).text).toContain("Nothing more");
});

test("a refused trial says why, what was charged and what to do, and nothing was taken away", () => {
  const refused = { ...free, status: "canceled" as const, trialAvailable: false, trialRefused: true };
  const { title, text } = describePlan(refused, NOW);
  expect(title).toBe("Your card had a trial before: you are on Free.");
  expect(text).toMatch(/nothing was charged.*without a trial under Plans/);
  expect(isDowngraded(refused)).toBe(false);
});

test("who may start or has a trial is told that a card is charged at its end", () => {
  expect(describePlan(free, NOW).text).toMatch(/takes a card, which is charged when they end/);
  const trial = { ...pro, status: "trialing" as const, trialEndsAt: DEC_21 };
  expect(describePlan(trial, NOW).text).toMatch(/^Then your card is charged.*\$9\.99 a month.*cancel before/);
});

test("only a user who had Pro is downgraded", () => {
  expect(isDowngraded(free)).toBe(false);
  expect(isDowngraded({ ...free, status: "incomplete" })).toBe(false);
  expect(isDowngraded({ ...free, status: "canceled" })).toBe(true);
  expect(isDowngraded({ ...free, status: "past_due" })).toBe(true);
  expect(isDowngraded(pro)).toBe(false);
});

test("a lapsed plan is described as such and can be bought again", () => {
  for (const status of ["trialing", "active"] as const) {
    const lapsed: BillingStatus = { ...pro, plan: "free", status, periodEndsAt: NOW - 8 * 86_400_000 };
    expect(titleOf(lapsed)).toBe("Stripe has not confirmed Pro since 13 November 2026: you are on Free.");
    expect(titleOf({ ...lapsed, cancelAtPeriodEnd: true })).toBe(titleOf(lapsed));
    expect([isLive(lapsed), canChange(lapsed), isDowngraded(lapsed)]).toEqual([false, false, true]);
    expect([isLive({ ...pro, status }), canChange({ ...pro, status })]).toEqual([true, true]);
  }
});

test("a pause is said, with its end and with what becomes of the plan and of what comes due", () => {
  const paused = { ...pro, plan: "free" as const, pauseBehavior: "void" as const, pauseResumesAt: DEC_21 };
  expect(describePlan(paused, NOW)).toMatchObject({
    title: "Your plan is paused until 21 December 2026: you are on Free.",
    text: expect.stringMatching(/Nothing is charged.*comes back/),
  });
  expect([isLive(paused), canChange(paused), isDowngraded(paused)]).toEqual([true, true, true]);
  const given = describePlan({ ...pro, pauseBehavior: "mark_uncollectible" }, NOW);
  expect(given).toMatchObject({
    title: "Pro, with payments paused.",
    text: expect.stringMatching(/not charged/),
  });
  const later = describePlan({ ...pro, pauseBehavior: "keep_as_draft" }, NOW);
  expect(later.text).toMatch(/is charged when the pause ends/);
});
