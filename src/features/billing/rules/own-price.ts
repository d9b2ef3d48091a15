import type { OwnPrice } from "#features/billing/contract.ts";
import { PRICES } from "./plans.ts";
import type { PriceKey } from "./plans.ts";

type Held = { price: PriceKey | null; ownPrice: OwnPrice | null };

/**
 * What a subscription costs: the amount of its own price at Stripe, which may no longer be in the plan table, or that of the
 * plan table for one that was not synced since. Null: unknown.
 */
export function priceHeld({ price, ownPrice }: Held): OwnPrice | null {
  if (ownPrice !== null) return ownPrice;
  if (price === null) return null;
  const { cents, currency, interval } = PRICES[price];
  return { cents, currency, interval, count: 1 };
}

const MONTHS = { day: 12 / 365, week: (12 / 365) * 7, month: 1, year: 12 } as const;

/** What a price brings in a month, in the smallest unit of its currency and fractions of it. */
export const monthlyCents = ({ cents, interval, count }: OwnPrice): number =>
  cents / (MONTHS[interval] * count);
