import { afterAll, beforeAll, expect, test } from "vitest";
import {
  cancelPlan,
  changePlan,
  refreshStatus,
  resumePlan,
} from "#features/billing/checkout/change-subscription.ts";
import { startCheckout } from "#features/billing/checkout/start-checkout.ts";
import { VISITOR, addUser, auditOf, billingDeps, tickingClock } from "../../support/billing/billing.ts";
import type { TestUser } from "../../support/billing/billing.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { startTestStripe } from "../../support/billing/stripe.ts";
import type { TestStripe } from "../../support/billing/stripe.ts";

const clock = tickingClock();
let database: TestDatabase;
let stripe: TestStripe;

beforeAll(async () => {
  [database, stripe] = await Promise.all([createTestDatabase(), startTestStripe({ clock })]);
});
afterAll(async () => {
  await stripe?.close();
  await database?.drop();
});

const deps = () => billingDeps(database.db, clock, stripe.account);
const buy = ({ actor }: TestUser) => startCheckout(deps(), actor, { price: "pro_monthly" });
const yearly = ({ actor }: TestUser) => changePlan(deps(), actor, { price: "pro_yearly" });

test("each change of a plan has an audit row with the IP address; refused changes have none", async () => {
  const user = await addUser(database.db);
  expect(await stripe.press((await buy(user)).url)).toBe(303);
  expect(await refreshStatus(deps(), user.actor)).toMatchObject({ plan: "pro" });
  await cancelPlan(deps(), user.actor);
  await resumePlan(deps(), user.actor);
  await yearly(user);
  await expect(yearly(user)).rejects.toThrow(/already/);
  await expect(buy(user)).rejects.toThrow(/already/);
  const { ip: address } = VISITOR;
  expect(await auditOf(database.db, user.userId)).toEqual([
    { action: "checkout_started", address, detail: { price: "pro_monthly" } },
    { action: "plan_cancelled", address, detail: {} },
    { action: "plan_resumed", address, detail: {} },
    { action: "plan_changed", address, detail: { price: "pro_yearly" } },
  ]);
});

test("a reused checkout session has one audit row", async () => {
  const user = await addUser(database.db);
  expect(await buy(user)).toEqual(await buy(user));
  expect((await auditOf(database.db, user.userId)).map(({ action }) => action)).toEqual(["checkout_started"]);
});

test("cancelling without a plan is refused and writes no audit row", async () => {
  const { actor, userId } = await addUser(database.db);
  await expect(cancelPlan(deps(), actor)).rejects.toMatchObject({ code: "conflict" });
  expect(await auditOf(database.db, userId)).toEqual([]);
});
