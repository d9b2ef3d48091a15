import { randomUUID } from "node:crypto";
import { Stripe } from "stripe";

/** The number of numbered keys, including the plain one; after them a random key is used. */
const NUMBERED = 4;

/** Stripe stores the response under a key for 24 h, also a failure, and refuses a key with other parameters. */
function isSpent(error: unknown): boolean {
  if (error instanceof Stripe.errors.StripeIdempotencyError) return true;
  return error instanceof Stripe.errors.StripeError && error.headers?.["idempotent-replayed"] === "true";
}

/**
 * Sends a request with an idempotency key, and with the next key if Stripe stored an earlier failure under it, or a
 * request with another name or price; otherwise it would fail for a day. The earlier request may have succeeded, and
 * repeating it is safe: of two customers only the stored one is used, of two checkouts `keepNewest` expires one, an
 * update sets the same state again, and a price passes on its lookup key.
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
