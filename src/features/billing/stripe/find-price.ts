import { AppError } from "#platform/app-error.ts";
import type { StripeClient } from "#platform/stripe.ts";
import { PRICES } from "#features/billing/rules/plans.ts";
import type { PriceKey } from "#features/billing/rules/plans.ts";

/**
 * Stripe's id of a price, by its lookup key. Throws `unavailable` if the account has no such price, or one with an
 * amount other than the shown one, so that nobody is charged an amount that they did not see.
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
