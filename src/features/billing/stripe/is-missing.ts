import { Stripe } from "stripe";

/** Stripe's answer that it has nothing of an id: it was deleted, or another account has it. */
export const isMissing = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeInvalidRequestError && error.code === "resource_missing";
