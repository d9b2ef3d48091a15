import { expect, test } from "vitest";
import { subscriptionStatuses } from "#features/billing/contract.ts";
import type { BillingStatus } from "#features/billing/contract.ts";
import { deletionWarning } from "./deletion-warning.ts";

const DEC_21 = Date.UTC(2026, 11, 21, 12);
const pro: BillingStatus = {
  plan: "pro",
  status: "active",
  price: "pro_monthly",
  ownPrice: { cents: 999, currency: "usd", interval: "month", count: 1 },
  periodEndsAt: DEC_21,
  trialEndsAt: null,
  cancelAtPeriodEnd: false,
  cancelsAt: null,
  card: null,
  pauseBehavior: null,
  pauseResumesAt: null,
  graceEndsAt: null,
  trialAvailable: false,
  trialRefused: false,
  testMode: true,
  configured: true,
};

test("who has paid is told until when, and that nothing is given back", () => {
  expect(deletionWarning(pro)).toMatch(
    /^You have Pro, paid until 21 December 2026\. It ends at once.*nothing.*given back/,
  );
  expect(deletionWarning({ ...pro, status: "past_due" })).toMatch(
    /^You have Pro\. It ends at once.*nothing.*given back/,
  );
  const trial: BillingStatus = { ...pro, status: "trialing", trialEndsAt: DEC_21 };
  expect(deletionWarning(trial)).toMatch(
    /trial of Pro, until 21 December 2026\. It ends at once.*no second one/,
  );
});

test("whoever has a subscription is warned, and nobody else", () => {
  const warned = subscriptionStatuses.filter(
    (status) => deletionWarning({ ...pro, plan: "free", status }) !== null,
  );
  expect(warned).toEqual(["trialing", "active", "past_due", "unpaid", "paused"]);
  expect(deletionWarning({ ...pro, configured: false })).toBeNull();
});
