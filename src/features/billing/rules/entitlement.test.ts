import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pauseBehaviors, subscriptionStatuses } from "#features/billing/contract.ts";
import { graceEnd, planAt } from "./entitlement.ts";
import { GRACE_DAYS } from "./plans.ts";

const SINCE = new Date("2026-06-01T12:00:00Z");
const ENDLESS = { periodEndsAt: null, trialEndsAt: null, pauseBehavior: null };
const after = (days: number, ms = 0) => new Date(SINCE.getTime() + days * 86_400_000 + ms);

test.each([
  ["none", "free"],
  ["incomplete", "free"],
  ["incomplete_expired", "free"],
  ["trialing", "pro"],
  ["active", "pro"],
  ["unpaid", "free"],
  ["paused", "free"],
  ["canceled", "free"],
] as const)("%s is %s, whenever", (status, plan) => {
  for (const pastDueSince of [null, SINCE]) {
    expect(planAt({ ...ENDLESS, status, plan: "pro", pastDueSince }, after(-1))).toBe(plan);
    expect(planAt({ ...ENDLESS, status, plan: "pro", pastDueSince }, after(1_000))).toBe(plan);
  }
});

test("past_due keeps the plan until the grace is over, to the millisecond", () => {
  const held = { ...ENDLESS, status: "past_due", plan: "pro", pastDueSince: SINCE } as const;
  expect(graceEnd(held)).toEqual(after(GRACE_DAYS));
  expect(planAt(held, SINCE)).toBe("pro");
  expect(planAt(held, after(GRACE_DAYS, -1))).toBe("pro");
  expect(planAt(held, after(GRACE_DAYS))).toBe("free");
  expect(planAt({ ...held, pastDueSince: null }, SINCE)).toBe("free");
});

describe.each(["trialing", "active"] as const)("%s is believed", (status) => {
  const held = { status, plan: "pro", pastDueSince: null, pauseBehavior: null } as const;
  const end = after(30);

  test("for some days after the end of what it was known to run to, to the millisecond", () => {
    for (const ends of [
      { periodEndsAt: end, trialEndsAt: null },
      { periodEndsAt: null, trialEndsAt: end },
      { periodEndsAt: after(2), trialEndsAt: end },
      { periodEndsAt: end, trialEndsAt: after(2) },
    ]) {
      expect(planAt({ ...held, ...ends }, after(30 + GRACE_DAYS, -1))).toBe("pro");
      expect(planAt({ ...held, ...ends }, after(30 + GRACE_DAYS))).toBe("free");
    }
  });

  test("where no end was known, for good", () => {
    expect(planAt({ ...held, ...ENDLESS }, after(4_000))).toBe("pro");
  });
});

test("nothing makes more of a plan than it is, and time alone never gives one back", () => {
  const status = fc.constantFrom(...subscriptionStatuses);
  const day = fc.integer({ min: -400, max: 400 });
  const moment = fc.option(day.map((days) => after(days)));
  const pauseBehavior = fc.constantFrom(null, ...pauseBehaviors);
  const held = fc.record({
    status,
    pauseBehavior,
    pastDueSince: moment,
    periodEndsAt: moment,
    trialEndsAt: moment,
  });
  fc.assert(
    fc.property(held, day, day, (state, one, other) => {
      expect(planAt({ ...state, plan: "free" }, after(one))).toBe("free");
      const [early, late] = [Math.min(one, other), Math.max(one, other)].map((days) =>
        planAt({ ...state, plan: "pro" }, after(days)),
      );
      if (late === "pro") expect(early).toBe("pro");
    }),
  );
});

test("paused payments stop the plan only where Stripe means a service that is not provided", () => {
  for (const status of ["trialing", "active", "past_due"] as const) {
    const held = { ...ENDLESS, status, plan: "pro", pastDueSince: SINCE } as const;
    expect(planAt({ ...held, pauseBehavior: "keep_as_draft" }, SINCE)).toBe("pro");
    expect(planAt({ ...held, pauseBehavior: "mark_uncollectible" }, SINCE)).toBe("pro");
    expect(planAt({ ...held, pauseBehavior: "void" }, SINCE)).toBe("free");
  }
});
