export const planNames = ["free", "pro"] as const;
export type PlanName = (typeof planNames)[number];

export const TRIAL_DAYS = 30;
/** How long a plan continues after a failed payment, while Stripe retries it. */
export const GRACE_DAYS = 7;

export const PLAN_TITLES = { free: "Free", pro: "Pro" } as const satisfies Record<PlanName, string>;

/** Stripe's `lookup_key` of each price, because price ids differ between Stripe accounts. */
export const PRICES = {
  pro_monthly: { plan: "pro", cents: 999, currency: "usd", interval: "month", words: "Monthly" },
  pro_yearly: { plan: "pro", cents: 9_990, currency: "usd", interval: "year", words: "Yearly" },
} as const;
export type PriceKey = keyof typeof PRICES;
export const priceKeys = Object.keys(PRICES) as [PriceKey, ...PriceKey[]];
export const isPriceKey = (key: string | null | undefined): key is PriceKey =>
  key !== null && key !== undefined && Object.hasOwn(PRICES, key);
