export const planNames = ["free", "pro"] as const;
export type PlanName = (typeof planNames)[number];

export const TRIAL_DAYS = 30;
/** How long a plan goes on after a payment failed, while Stripe tries again. */
export const GRACE_DAYS = 7;

/** What each plan allows; `null` is without limit. The pricing page, the gates and the tests read this and nothing else. */
export const PLANS = {
  free: {
    name: "Free",
    watchedItems: 10,
    alerts: 5,
    anyMetricAlerts: false,
    historyDays: 90,
    importedTradesPerMonth: 500,
    apiReadsPerMinute: 300,
    apiKeys: 0,
    exports: false,
    ownCompetitions: false,
  },
  pro: {
    name: "Pro",
    watchedItems: 500,
    alerts: 200,
    anyMetricAlerts: true,
    historyDays: null,
    importedTradesPerMonth: null,
    apiReadsPerMinute: 3_000,
    apiKeys: 5,
    exports: true,
    ownCompetitions: true,
  },
} as const satisfies Record<PlanName, PlanLimits>;

export type PlanLimits = {
  name: string;
  watchedItems: number;
  alerts: number;
  anyMetricAlerts: boolean;
  historyDays: number | null;
  importedTradesPerMonth: number | null;
  apiReadsPerMinute: number;
  apiKeys: number;
  exports: boolean;
  ownCompetitions: boolean;
};
export type Allowance = Exclude<keyof PlanLimits, "name">;

/** In the order of the pricing page; `coming`: nothing of the product asks for it yet. */
export const ALLOWANCES = [
  { key: "historyDays", words: "Price history", coming: false },
  { key: "exports", words: "Export of history as CSV", coming: false },
  { key: "apiReadsPerMinute", words: "Public API, requests a minute", coming: false },
  { key: "apiKeys", words: "API keys", coming: false },
  { key: "watchedItems", words: "Watched items", coming: true },
  { key: "alerts", words: "Alerts", coming: true },
  { key: "anyMetricAlerts", words: "Alerts on any metric", coming: true },
  { key: "importedTradesPerMonth", words: "Imported trades a month", coming: true },
  { key: "ownCompetitions", words: "Competitions of your own", coming: true },
] as const satisfies readonly { key: Allowance; words: string; coming: boolean }[];

/** How much of it, in words: `90 days`, `500`. */
export const amountText = (key: string, amount: number): string =>
  `${amount.toLocaleString("en")}${key === "historyDays" ? " days" : ""}`;

/** Stripe's `lookup_key` of each price: ids differ from account to account, these do not. */
export const PRICES = {
  pro_monthly: { plan: "pro", cents: 999, currency: "usd", interval: "month", words: "Monthly" },
  pro_yearly: { plan: "pro", cents: 9_990, currency: "usd", interval: "year", words: "Yearly" },
} as const;
export type PriceKey = keyof typeof PRICES;
export const priceKeys = Object.keys(PRICES) as [PriceKey, ...PriceKey[]];
export const isPriceKey = (key: string | null | undefined): key is PriceKey =>
  key !== null && key !== undefined && Object.hasOwn(PRICES, key);
