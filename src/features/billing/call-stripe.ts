import { Stripe } from "stripe";
import { AppError } from "#platform/app-error.ts";
import type { BillingDeps } from "./billing-deps.ts";

/**
 * Runs what asks Stripe something. Throws `unavailable` where Stripe does not answer, or answers that it cannot: nothing
 * has changed then that a later sync would not find.
 */
export async function callStripe<T>({ log }: Pick<BillingDeps, "log">, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    log.warn({ error, requestId: error.requestId }, "Stripe refused or did not answer");
    const message = "Stripe does not answer right now. Nothing was charged; try again in a minute";
    throw new AppError("unavailable", message, {}, { cause: error });
  }
}
