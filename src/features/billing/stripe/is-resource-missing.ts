import { Stripe } from "stripe";

/** True for Stripe's error for an unknown id: the object was deleted, or belongs to another account. */
export const isResourceMissing = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeInvalidRequestError && error.code === "resource_missing";
