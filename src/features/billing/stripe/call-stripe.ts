import { Stripe } from "stripe";
import { AppError } from "#platform/app-error.ts";
import type { BillingDeps } from "#features/billing/deps.ts";
import { isResourceMissing } from "./is-resource-missing.ts";

/** What is known if Stripe does not answer, by the step that failed. */
const AWAY = {
  /** A read; it changes nothing. */
  read: "Stripe does not answer right now. Try again in a minute",
  /** Only requests without a charge or a change were made. */
  before:
    "Stripe does not answer right now. Nothing was changed and nothing was charged; try again in a minute",
  /** The response to the change is missing. */
  act: "Stripe did not answer, and it is not known whether it did this. This page shows it when Stripe answers, within the hour; asking again is safe",
  /** The change succeeded, a later request failed. */
  after: "Stripe has done this, and does not answer right now. This page shows it within the hour",
} as const;
type Stage = keyof typeof AWAY;

/**
 * The message of a refused request, which changed nothing. Null for other errors: rate limits, failures, and an invalid
 * API key.
 */
function refusalOf(error: Stripe.errors.StripeError, stage: Stage): string | null {
  const undone = stage === "read" ? "" : " Nothing was changed and nothing was charged.";
  if (error instanceof Stripe.errors.StripeCardError) {
    return `The card was declined.${undone} Put in another card under Card and invoices, then try again`;
  }
  if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) return null;
  return isResourceMissing(error)
    ? `Stripe does not find your plan.${undone} See Plans to start one; if you pay for one, write to whoever runs this site`
    : `Stripe refused this.${undone} Reload the page to see how your plan stands, then try again`;
}

/**
 * Runs requests to Stripe and turns their errors into ours, with what is known of the outcome. Throws `conflict` if
 * Stripe refuses, and `unavailable` if it does not answer or reports a failure.
 */
export async function callStripe<T>(
  { log }: Pick<BillingDeps, "log">,
  stage: Stage,
  ask: () => Promise<T>,
): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    log.warn({ error, stage, requestId: error.requestId }, "Stripe refused or did not answer");
    const refusal = stage === "after" ? null : refusalOf(error, stage);
    if (refusal !== null) throw new AppError("conflict", refusal, {}, { cause: error });
    throw new AppError("unavailable", AWAY[stage], {}, { cause: error });
  }
}
