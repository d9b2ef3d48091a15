import { AppError } from "#platform/app-error.ts";
import type { StripeClient } from "#platform/stripe.ts";
import { PRICES } from "#features/billing/rules/plans.ts";
import type { PriceKey } from "#features/billing/rules/plans.ts";

/**
 * Stripe's id of a price, by its lookup key. Throws `unavailable` where the account has none of that key, or one that
 * costs something else than the page says: nobody is charged what they were not shown.
 */
export async function findPrice(stripe: StripeClient, key: PriceKey): Promise<string> {
  const { data } = await stripe.prices.list({ lookup_keys: [key], active: true, limit: 1 });
  const [price] = data;
  const { cents, currency, interval } = PRICES[key];
  const isRight =
    price?.unit_amount === cents && price.currency === currency && price.recurring?.interval === interval;
  if (price !== undefined && isRight) return price.id;
  throw new AppError(
    "unavailable",
    "This plan cannot be bought right now. Nothing was charged; try again later",
  );
}
