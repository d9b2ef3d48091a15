import { expect, test } from "vitest";
import { searchUsers } from "#features/accounts/admin/search-users.ts";
import { searchUsersInput } from "#features/accounts/admin/contract.ts";
import { refreshStatus } from "#features/billing/checkout/change-subscription.ts";
import { billing } from "#features/billing/feature.ts";
import { ensureCustomer } from "#features/billing/stripe/ensure-customer.ts";
import { addUser, billingDeps } from "../../support/billing/billing.ts";
import { useSeller } from "../../support/billing/seller.ts";
import { attachCard } from "../../support/billing/stripe.ts";

const seller = useSeller();
const { clock } = seller;

test("admins read the plan of each listed account, and none where nothing is sold", async () => {
  const { db, stripe } = seller;
  const deps = billingDeps(db, clock, stripe.account);
  const subscribe = async (trialDays: number | null) => {
    const { actor } = await addUser(db);
    const { stripeId: customer } = await ensureCustomer(deps, actor);
    await attachCard(stripe.stripe, customer, "good");
    const items = [{ price: stripe.prices.monthly }];
    await stripe.stripe.subscriptions.create({
      customer,
      items,
      ...(trialDays !== null && { trial_period_days: trialDays }),
    });
    await refreshStatus(deps, actor);
    return actor.userId;
  };
  const paying = await subscribe(null);
  const trying = await subscribe(30);
  const { userId: free } = await addUser(db);

  const list = (account: typeof stripe.account | null) =>
    searchUsers(
      { db: db.orm, clock, billing: account, accountLifecycle: [{}, billing.account ?? {}] },
      searchUsersInput.parse({}),
    );
  const { users, plans } = await list(stripe.account);
  expect(users.map(({ id }) => id)).toEqual(expect.arrayContaining([paying, trying, free]));
  expect(plans).toMatchObject({ [paying]: "Pro", [trying]: "Pro trial", [free]: "Free" });
  expect((await list(null)).plans).toBeNull();
});
