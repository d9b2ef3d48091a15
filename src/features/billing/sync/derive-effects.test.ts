import type { Stripe } from "stripe";
import { describe, expect, test } from "vitest";
import { deriveEffects } from "./derive-effects.ts";
import type { Customer } from "#features/billing/records/read-customer.ts";
import type { StripeFacts } from "#features/billing/stripe/read-stripe.ts";

const NOW = new Date("2026-06-01T12:00:00Z");
const inDays = (days: number) => new Date(NOW.getTime() + days * 86_400_000);

const FACTS: StripeFacts = {
  plan: "pro",
  status: "active",
  price: "pro_monthly",
  ownPrice: { cents: 999, currency: "usd", interval: "month", count: 1 },
  subscriptionId: "sub_1",
  periodEndsAt: inDays(30),
  trialEndsAt: null,
  cancelAtPeriodEnd: false,
  cancelsAt: null,
  card: null,
  pauseBehavior: null,
  pauseResumesAt: null,
  pastDueSince: null,
  trialUsed: false,
  trialRefused: false,
};
const held = (more: Partial<Customer> = {}): Customer => ({
  ...FACTS,
  userId: "00000000-0000-4000-8000-000000000001",
  stripeId: "cus_1",
  version: 6,
  createdAt: NOW,
  syncedAt: NOW,
  ...more,
});
const invoice = (more: object): Stripe.Invoice => {
  const made = {
    id: "in_1",
    created: 1_780_000_000,
    currency: "usd",
    status: "paid",
    amount_paid: 999,
    amount_due: 999,
    attempt_count: 0,
    status_transitions: { paid_at: 1_780_000_060 },
    parent: { subscription_details: { subscription: "sub_1" } },
    ...more,
  };
  return made as unknown as Stripe.Invoice;
};
const effects = (
  facts: Partial<StripeFacts>,
  before: Partial<Customer> = {},
  invoices: Stripe.Invoice[] = [],
) => deriveEffects(held(before), { facts: { ...FACTS, ...facts }, trial: null, invoices, surplus: [] }, NOW);
const keys = (...given: Parameters<typeof effects>) => effects(...given).map(({ key }) => key);

test("what is seen twice has the same names", () => {
  const facts = { trialEndsAt: inDays(20), status: "trialing" } as const;
  expect(keys(facts)).toEqual(["trial_started:sub_1"]);
  expect(keys(facts)).toEqual(keys(facts, { version: 7 }));
});

test("a trial's end is told of in its last three days, once", () => {
  const at = (end: Date) => keys({ status: "trialing", trialEndsAt: end });
  expect(at(inDays(3.01))).not.toContain("trial_ends_soon:sub_1");
  expect(at(inDays(3))).toContain("trial_ends_soon:sub_1");
  expect(keys({ status: "trialing", trialEndsAt: inDays(2), cancelAtPeriodEnd: true })).not.toContain(
    "trial_ends_soon:sub_1",
  );
  expect(keys({ status: "active", trialEndsAt: inDays(-1) })).not.toContain("trial_ends_soon:sub_1");
});

describe("a change", () => {
  test("of price is named by the version that stores it", () => {
    expect(effects({ price: "pro_yearly" })).toContainEqual(
      expect.objectContaining({
        key: "plan_changed:sub_1:v7",
        detail: { from: "pro_monthly", to: "pro_yearly" },
      }),
    );
    expect(keys({ price: "pro_yearly" }, { subscriptionId: "sub_0" })).not.toContain("plan_changed:sub_1:v7");
    expect(keys({ price: null })).toEqual(["subscribed:sub_1"]);
  });

  test("of mind is told each time", () => {
    expect(keys({ cancelAtPeriodEnd: true })).toContain("cancel_asked:sub_1:v7");
    expect(keys({}, { cancelAtPeriodEnd: true })).toContain("cancel_taken_back:sub_1:v7");
    expect(keys({ status: "canceled" }, { cancelAtPeriodEnd: true })).toEqual(["ended:sub_1"]);
  });
});

describe("who comes late", () => {
  test("finds by its payments that a subscription was paid for, and tells only of its end", () => {
    const seen = effects({ status: "canceled" }, { subscriptionId: null, status: "none" }, [invoice({})]);
    expect(seen.map(({ key, isLate = false }) => [key, isLate])).toEqual([
      ["subscribed:sub_1", true],
      ["ended:sub_1", false],
      ["invoice_paid:in_1", false],
    ]);
  });

  test("does not take another subscription's payment for this one's", () => {
    const other = invoice({ parent: { subscription_details: { subscription: { id: "sub_0" } } } });
    expect(keys({ status: "incomplete" }, {}, [other])).toEqual(["invoice_paid:in_1"]);
  });
});

test("a trial that was refused has neither a start nor an end", () => {
  const refused = { status: "canceled", plan: "free", trialEndsAt: inDays(30), trialRefused: true } as const;
  expect(effects(refused)).toEqual([{ key: "trial_refused:sub_1", effect: "trial_refused", at: NOW }]);
  expect(keys(refused, { trialRefused: true, version: 9 })).toEqual(["trial_refused:sub_1"]);
});

test("a start that was never paid has not ended: it had not begun", () => {
  expect(keys({ status: "incomplete_expired", plan: "free" })).toEqual([]);
});

test("a customer deleted at Stripe loses what they had, and nothing twice", () => {
  const gone = { subscriptionId: null, status: "none", plan: "free", price: null } as const;
  expect(keys(gone)).toEqual(["ended:sub_1"]);
  expect(keys(gone, { status: "canceled" })).toEqual([]);
  expect(keys(gone, { subscriptionId: null, status: "none" })).toEqual([]);
});

describe("an invoice", () => {
  test("is paid at the moment Stripe says, and not where nothing was paid", () => {
    expect(effects({}, {}, [invoice({})])).toContainEqual({
      key: "invoice_paid:in_1",
      effect: "invoice_paid",
      at: new Date(1_780_000_060_000),
      cents: 999,
      currency: "usd",
    });
    expect(keys({}, {}, [invoice({ amount_paid: 0 })])).toEqual(["subscribed:sub_1"]);
  });

  test("that fails is told of by each try", () => {
    const failing = (tries: number) => invoice({ status: "open", amount_paid: 0, attempt_count: tries });
    const past = { status: "past_due" } as const;
    expect(keys(past, {}, [failing(0)])).toEqual([]);
    expect(keys(past, {}, [failing(1)])).toEqual(["payment_failed:in_1:1"]);
    expect(keys(past, {}, [failing(2)])).toEqual(["payment_failed:in_1:2"]);
  });

  test.each([
    [
      { status: "past_due", pastDueSince: inDays(-1) },
      { means: "grace", until: inDays(6).getTime() },
    ],
    [{ status: "past_due", pastDueSince: inDays(-7) }, { means: "locked" }],
    [{ status: "unpaid", pastDueSince: inDays(-1) }, { means: "locked" }],
    [{ status: "canceled" }, { means: "ended" }],
    [{ status: "incomplete" }, { means: "not_begun" }],
    [{ status: "active" }, {}],
    [{ status: "past_due", pastDueSince: inDays(-1), subscriptionId: "sub_2" }, {}],
  ] as const)("that fails says what becomes of the plan: %j", (facts, means) => {
    const failed = invoice({ status: "open", amount_paid: 0, attempt_count: 2 });
    const effect = effects(facts, {}, [failed]).find((one) => one.effect === "payment_failed");
    expect(effect?.detail).toEqual({ tries: 2, ...means });
  });
});
