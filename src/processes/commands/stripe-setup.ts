import { ensurePrices } from "#features/billing/stripe/ensure-prices.ts";
import { PRICES } from "#features/billing/rules/plans.ts";
import { readEnv } from "#platform/env.ts";
import { isTestKey, openStripe } from "#platform/stripe.ts";

const USAGE = `npm run stripe:setup

Makes the product and the prices that the table of plans names in the Stripe account of STRIPE_SECRET_KEY, each under
its lookup key. What is right already stays as it is: it may be run again at any time. Then add an endpoint for
https://YOUR-SITE/api/stripe/webhook in Stripe's dashboard, and give its secret as STRIPE_WEBHOOK_SECRET.`;

process.exitCode = await main();

async function main(): Promise<number> {
  try {
    const { STRIPE_SECRET_KEY: secretKey, STRIPE_API_URL: apiUrl } = readEnv("up");
    if (secretKey === undefined) {
      process.stderr.write(`! STRIPE_SECRET_KEY is not set.\n\n${USAGE}\n`);
      return 1;
    }
    const prices = await ensurePrices(openStripe({ secretKey, apiUrl }));
    for (const { key, id, isNew } of prices) {
      const { cents, currency, interval } = PRICES[key];
      const cost = `${(cents / 100).toFixed(2)} ${currency.toUpperCase()} a ${interval}`;
      process.stdout.write(`${isNew ? "made" : "kept"} ${key}  ${cost}  ${id}\n`);
    }
    process.stdout.write(`${isTestKey(secretKey) ? "test mode: no real money moves" : "live mode"}\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`! ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}
