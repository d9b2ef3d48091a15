import fc from "fast-check";
import { expect, test } from "vitest";
import { subscriptionStatuses } from "./contract.ts";
import { graceEnd, planAt } from "./entitlement.ts";
import { GRACE_DAYS } from "./plans.ts";

const SINCE = new Date("2026-06-01T12:00:00Z");
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
    expect(planAt({ status, plan: "pro", pastDueSince }, after(-1))).toBe(plan);
    expect(planAt({ status, plan: "pro", pastDueSince }, after(1_000))).toBe(plan);
  }
});

test("past_due keeps the plan until the grace is over, to the millisecond", () => {
  const held = { status: "past_due", plan: "pro", pastDueSince: SINCE } as const;
  expect(graceEnd(held)).toEqual(after(GRACE_DAYS));
  expect(planAt(held, SINCE)).toBe("pro");
  expect(planAt(held, after(GRACE_DAYS, -1))).toBe("pro");
  expect(planAt(held, after(GRACE_DAYS))).toBe("free");
  expect(planAt({ ...held, pastDueSince: null }, SINCE)).toBe("free");
});

test("nothing makes more of a plan than it is, and time alone never gives one back", () => {
  const status = fc.constantFrom(...subscriptionStatuses);
  const day = fc.integer({ min: -400, max: 400 });
  fc.assert(
    fc.property(status, fc.option(day), day, day, (state, since, one, other) => {
      const pastDueSince = since === null ? null : after(since);
      expect(planAt({ status: state, plan: "free", pastDueSince }, after(one))).toBe("free");
      const [early, late] = [Math.min(one, other), Math.max(one, other)].map((days) =>
        planAt({ status: state, plan: "pro", pastDueSince }, after(days)),
      );
      if (late === "pro") expect(early).toBe("pro");
    }),
  );
});
