import type { StripeClient } from "#platform/stripe.ts";
import { isResourceMissing } from "./is-resource-missing.ts";
import { PRICES, priceKeys } from "#features/billing/rules/plans.ts";
import type { PriceKey } from "#features/billing/rules/plans.ts";
import { withIdempotencyKey } from "./idempotency-key.ts";

const PRODUCT_ID = "ge_metrics_pro";

export type EnsuredPrice = { key: PriceKey; id: string; isNew: boolean };

/**
 * Creates the product and the prices of the plan table in the Stripe account, each price with its lookup key. Correct
 * ones are unchanged. A price with another amount keeps its subscribers and passes its lookup key to a new price.
 */
export async function ensurePrices(stripe: StripeClient): Promise<EnsuredPrice[]> {
  await ensureProduct(stripe);
  const { data } = await stripe.prices.list({ lookup_keys: [...priceKeys], active: true, limit: 100 });
  return Promise.all(
    priceKeys.map(async (key): Promise<EnsuredPrice> => {
      const { cents, currency, interval, words } = PRICES[key];
      const held = data.find((price) => price.lookup_key === key);
      const isRight =
        held?.unit_amount === cents && held.currency === currency && held.recurring?.interval === interval;
      if (held !== undefined && isRight) return { key, id: held.id, isNew: false };
      const name = `price:${key}:${cents}:${currency}:${interval}:${held?.id ?? "first"}`;
      const made = await withIdempotencyKey(name, (opts) =>
        stripe.prices.create(
          {
            product: PRODUCT_ID,
            lookup_key: key,
            transfer_lookup_key: true,
            unit_amount: cents,
            currency,
            recurring: { interval },
            nickname: `Pro ${words.toLowerCase()}`,
          },
          opts,
        ),
      );
      return { key, id: made.id, isNew: true };
    }),
  );
}

async function ensureProduct(stripe: StripeClient): Promise<void> {
  try {
    await stripe.products.retrieve(PRODUCT_ID);
  } catch (error) {
    if (!isResourceMissing(error)) throw error;
    await withIdempotencyKey(`product:${PRODUCT_ID}`, (opts) =>
      stripe.products.create({ id: PRODUCT_ID, name: "GE-Metrics Pro" }, opts),
    );
  }
}
