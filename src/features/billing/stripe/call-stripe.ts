import { Stripe } from "stripe";
import { AppError } from "#platform/app-error.ts";
import type { BillingDeps } from "#features/billing/deps.ts";
import { isMissing } from "./is-missing.ts";

/** What holds when Stripe does not answer, by where it stopped. */
const AWAY = {
  /** Nothing is asked to change: whatever was done at Stripe stands. */
  read: "Stripe does not answer right now. Try again in a minute",
  /** Only what charges and changes nothing was asked so far. */
  before:
    "Stripe does not answer right now. Nothing was changed and nothing was charged; try again in a minute",
  /** The answer to the change itself is missing. */
  act: "Stripe did not answer, and it is not known whether it did this. This page shows it when Stripe answers, within the hour; asking again is safe",
  /** The change was answered, what came after it was not. */
  after: "Stripe has done this, and does not answer right now. This page shows it within the hour",
} as const;
type Stage = keyof typeof AWAY;

/** What Stripe refuses was not done. Null for what is no refusal: limits, failures, and a key of ours that is no good. */
function refusalOf(error: Stripe.errors.StripeError, stage: Stage): string | null {
  const undone = stage === "read" ? "" : " Nothing was changed and nothing was charged.";
  if (error instanceof Stripe.errors.StripeCardError) {
    return `The card was declined.${undone} Put in another card under Card and invoices, then try again`;
  }
  if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) return null;
  return isMissing(error)
    ? `Stripe does not find your plan.${undone} See Plans to start one; if you pay for one, write to whoever runs this site`
    : `Stripe refused this.${undone} Reload the page to see how your plan stands, then try again`;
}

/**
 * Runs what asks Stripe something, and says in its error what is known of the outcome. Throws `conflict` for what Stripe
 * refuses, `unavailable` where it does not answer, or answers that it cannot.
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
