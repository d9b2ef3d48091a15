import { expect, onTestFinished, test } from "vitest";
import { ensurePrices } from "#features/billing/stripe/ensure-prices.ts";
import { findPrice } from "#features/billing/stripe/find-price.ts";
import { priceKeys } from "#features/billing/rules/plans.ts";
import { startStripeSimulator } from "#simulators/stripe/server.ts";
import { clientOf } from "../../support/billing/stripe.ts";

/** A Stripe account without products and prices. */
async function freshAccount() {
  const simulator = await startStripeSimulator({ port: 0 });
  onTestFinished(simulator.close);
  return clientOf(simulator.url);
}

test("a fresh account gets the prices of PRICES, and a second run changes nothing", async () => {
  const stripe = await freshAccount();
  await expect(findPrice(stripe, "pro_monthly")).rejects.toThrow("cannot be bought");
  const made = await ensurePrices(stripe);
  expect(made.map(({ key, isNew }) => [key, isNew])).toEqual(priceKeys.map((key) => [key, true]));
  expect(await Promise.all(priceKeys.map((key) => findPrice(stripe, key)))).toEqual(made.map(({ id }) => id));

  expect(await ensurePrices(stripe)).toEqual(made.map((price) => ({ ...price, isNew: false })));
  const { data } = await stripe.prices.list({ limit: 10 });
  expect(data.map(({ product }) => product)).toEqual(["ge_metrics_pro", "ge_metrics_pro"]);
});

test("a price with another amount loses its lookup key, and correct prices stay", async () => {
  const stripe = await freshAccount();
  const product = await stripe.products.create({ name: "Of old" });
  const old = await stripe.prices.create({
    product: product.id,
    currency: "usd",
    unit_amount: 499,
    recurring: { interval: "month" },
    lookup_key: "pro_monthly",
  });
  const [monthly, yearly] = await ensurePrices(stripe);
  expect(monthly?.id).not.toBe(old.id);
  expect(await findPrice(stripe, "pro_monthly")).toBe(monthly?.id);
  expect((await stripe.prices.retrieve(old.id)).lookup_key).toBeNull();
  expect((await ensurePrices(stripe))[1]).toEqual({ key: "pro_yearly", id: yearly?.id, isNew: false });
});
