import type { Clock } from "#platform/clock.ts";
import type { StripeAccount } from "#platform/stripe.ts";

/** Anybody may ask for `/health/deep`; Stripe is asked once in this time. */
const ASK_EVERY_MS = 60_000;

const latest = new WeakMap<StripeAccount, { atMs: number; answer: Promise<unknown> }>();

/**
 * Makes the smallest request that each API key may make, at most once a minute; in between its result is given again. Throws
 * the errors of Stripe's client.
 */
export async function pingStripe(account: StripeAccount, clock: Clock): Promise<void> {
  const now = clock.now().getTime();
  const known = latest.get(account);
  if (known !== undefined && now - known.atMs < ASK_EVERY_MS) {
    await known.answer;
    return;
  }
  const answer = account.stripe.prices.list({ limit: 1 }, { maxNetworkRetries: 0 });
  latest.set(account, { atMs: now, answer });
  await answer;
}
