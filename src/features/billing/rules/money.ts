/** https://docs.stripe.com/currencies: amounts in these have no smaller unit. */
const ZERO_DECIMAL = new Set("bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf".split(" "));
const THREE_DECIMAL = new Set("bhd jod kwd omr tnd".split(" "));
/** Stripe keeps two decimals of these for old integrations, though the currencies have none. */
const SHOWN_WHOLE = new Set(["isk", "ugx"]);

const decimalsOf = (currency: string): number =>
  ZERO_DECIMAL.has(currency) ? 0 : THREE_DECIMAL.has(currency) ? 3 : 2;

/**
 * Formats an amount of Stripe: `cents` is in the smallest unit that Stripe has for the currency. `999` of `usd` is `$9.99`,
 * `500` of `jpy` is `¥500`.
 */
export function formatMoney(cents: number, currency: string): string {
  const code = currency.toLowerCase();
  const decimals = decimalsOf(code);
  const shown = SHOWN_WHOLE.has(code) ? 0 : decimals;
  return new Intl.NumberFormat("en-US", {
    style: "currency",
    currency,
    minimumFractionDigits: shown,
    maximumFractionDigits: shown,
  })
    .format(cents / 10 ** decimals)
    .replace("-", "−");
}
