import { randomUUID } from "node:crypto";
import { Stripe } from "stripe";

/** Numbered keys, the bare one among them; what is asked after them has a key that nobody ever used. */
const NUMBERED = 4;

/** Stripe keeps what it answered under a key for 24 h, failures too, and refuses a key that comes with other parameters. */
function isSpent(error: unknown): boolean {
  if (error instanceof Stripe.errors.StripeIdempotencyError) return true;
  return error instanceof Stripe.errors.StripeError && error.headers?.["idempotent-replayed"] === "true";
}

/**
 * Asks Stripe under an idempotency key, and under the next one where what the key stands for is a failure of earlier, or
 * was asked with another name or price: it would fail for a day. The earlier request may have worked all the same. Doing
 * it again does no harm: of two customers ours keeps the one it stored and the other never buys, of two checkouts
 * `keepNewest` closes one, an update sets a state that it may have already, and a price gives its lookup key away.
 */
export async function withIdempotencyKey<T>(
  key: string,
  ask: (opts: { idempotencyKey: string }) => Promise<T>,
): Promise<T> {
  for (let nth = 1; nth <= NUMBERED; nth++) {
    try {
      return await ask({ idempotencyKey: nth === 1 ? key : `${key}:${nth}` });
    } catch (error) {
      if (!isSpent(error)) throw error;
    }
  }
  return ask({ idempotencyKey: `${key}:${randomUUID()}` });
}
