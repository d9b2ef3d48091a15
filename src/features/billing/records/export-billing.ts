import { asc, eq } from "drizzle-orm";
import type { AccountLifecycle } from "#platform/account-lifecycle.ts";
import { LEDGER_WORDS } from "#features/billing/rules/effects.ts";
import { cardExpiry } from "#features/billing/rules/card-words.ts";
import { priceHeld } from "#features/billing/rules/own-price.ts";
import { readCustomer } from "./read-customer.ts";
import type { Customer } from "./read-customer.ts";
import { billingLedger, billingTrialCards } from "#features/billing/schema.ts";

/** Billing's data about a user: the customer record, the trials of cards, and the ledger entries, oldest first. */
export const exportBilling: NonNullable<AccountLifecycle["exportOf"]> = async (db, userId) => {
  const customer = await readCustomer(db, userId);
  const ledger =
    customer === null
      ? []
      : await db
          .select()
          .from(billingLedger)
          .where(eq(billingLedger.stripeId, customer.stripeId))
          .orderBy(asc(billingLedger.id));
  const trialCards = await db
    .select({ at: billingTrialCards.at })
    .from(billingTrialCards)
    .where(eq(billingTrialCards.userId, userId));
  return {
    billing: customer && {
      stripeId: customer.stripeId,
      plan: customer.plan,
      status: customer.status,
      price: customer.price,
      ...exportedPrice(customer),
      subscriptionId: customer.subscriptionId,
      periodEndsAt: epoch(customer.periodEndsAt),
      trialEndsAt: epoch(customer.trialEndsAt),
      cancelAtPeriodEnd: customer.cancelAtPeriodEnd,
      cancelsAt: epoch(customer.cancelsAt),
      cardBrand: customer.card?.brand ?? null,
      cardLast4: customer.card?.last4 ?? null,
      cardExpires: customer.card && cardExpiry(customer.card),
      pauseBehavior: customer.pauseBehavior,
      pauseResumesAt: epoch(customer.pauseResumesAt),
      pastDueSince: epoch(customer.pastDueSince),
      trialUsed: customer.trialUsed,
      trialRefused: customer.trialRefused,
      createdAt: epoch(customer.createdAt),
      syncedAt: epoch(customer.syncedAt),
    },
    /** When cards had their trial; which cards is not known here. */
    trialCards: trialCards.map(({ at }) => ({ at: at.getTime() })),
    payments: ledger.map((row) => ({
      ...row.detail,
      key: row.key,
      at: row.at.getTime(),
      what: LEDGER_WORDS[row.effect],
      cents: row.cents,
      currency: row.currency,
    })),
  };
};

function exportedPrice(customer: Customer) {
  const { cents, currency, interval, count } = priceHeld(customer) ?? {};
  return {
    priceCents: cents ?? null,
    priceCurrency: currency ?? null,
    priceInterval: interval === undefined ? null : count === 1 ? interval : `${count} ${interval}s`,
  };
}

const epoch = (at: Date | null): number | null => at?.getTime() ?? null;
