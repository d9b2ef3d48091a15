import { and, eq, lte, sql } from "drizzle-orm";
import type { Stripe } from "stripe";
import { readUser } from "#features/accounts/core/read-user.ts";
import { queueMail } from "#features/mail/queue-mail.ts";
import { AppError, isAppError } from "#platform/app-error.ts";
import type { Db } from "#platform/db/db.ts";
import type { BillingDeps } from "#features/billing/deps.ts";
import { deriveEffects } from "./derive-effects.ts";
import type { Effect } from "./derive-effects.ts";
import { findCustomerByStripeId } from "#features/billing/stripe/ensure-customer.ts";
import { isResourceMissing } from "#features/billing/stripe/is-resource-missing.ts";
import { claimTrialCard } from "#features/billing/records/trial-cards.ts";
import { recordUsedTrial } from "#features/billing/records/used-trials.ts";
import { effectMail } from "./mails.ts";
import { requireBilling } from "#features/billing/records/read-customer.ts";
import type { Customer } from "#features/billing/records/read-customer.ts";
import { readStripe, TRIAL_REFUSED } from "#features/billing/stripe/read-stripe.ts";
import type { CardTrial, StripeRead } from "#features/billing/stripe/read-stripe.ts";
import { billingCustomers, billingLedger, stripeEvents } from "#features/billing/schema.ts";

type Deps = Pick<BillingDeps, "db" | "clock" | "billing" | "encryption" | "publicUrl" | "log">;

const MAX_TRIES = 5;

/**
 * Reads the complete state of a customer from Stripe and stores it: state, effects in the ledger, and each effect's
 * mail, in one transaction. It uses no event's payload, so the order and number of events do not matter. The version
 * ensures that an older read never overwrites a newer one. A surplus subscription, and a trial with a card that had one
 * with another account, are ended at Stripe before anything of them is stored. Returns null for a customer that is not
 * ours.
 */
export async function syncCustomer(deps: Deps, stripeId: string): Promise<Customer | null> {
  const { stripe } = requireBilling(deps);
  let asked: number | null = null;
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const before = await findCustomerByStripeId(deps.db, stripeId);
    if (before === null) return noteEvents(deps.db, stripeId);
    asked ??= before.version;
    // Two writes since this sync was requested: the second read Stripe after the request, so nothing is left to do.
    if (before.version >= asked + 2) return before;
    const readFrom = deps.clock.now();
    const read = await readStripe(stripe, stripeId);
    if (read.surplus.length > 0) {
      for (const { id } of read.surplus) await endSurplus(deps, stripeId, id);
      continue;
    }
    const effects = deriveEffects(before, read, deps.clock.now());
    try {
      const stored = await deps.db.transaction((tx) =>
        write({ ...deps, db: tx }, { before, read, effects, readFrom }),
      );
      if (stored !== null) return stored;
    } catch (error) {
      if (!(error instanceof CardHadTrial)) throw error;
      await refuseTrial(deps, stripeId, error.subscriptionId);
    }
  }
  throw new AppError("conflict", "This customer's plan is changing too fast; try again in a moment");
}

/**
 * Concurrent checkouts created two subscriptions: the later one is ended before anything is stored, and its payment is
 * credited.
 */
function endSurplus(deps: Deps, stripeId: string, subscription: string): Promise<void> {
  deps.log.warn({ stripeId, subscription }, "a second subscription of one customer is ended");
  return end(deps, subscription, { prorate: true, invoice_now: true });
}

/**
 * Ends a trial at once, because its card had one with another account. Nothing was charged; ending the trial by
 * charging the card would take money that nobody agreed to. The comment tells later reads why it ended.
 */
function refuseTrial(deps: Deps, stripeId: string, subscription: string): Promise<void> {
  deps.log.info({ stripeId, subscription }, "a trial is ended: its card had one before");
  return end(deps, subscription, { cancellation_details: { comment: TRIAL_REFUSED } });
}

async function end(deps: Deps, subscription: string, how: Stripe.SubscriptionCancelParams): Promise<void> {
  try {
    await requireBilling(deps).stripe.subscriptions.cancel(subscription, how);
  } catch (error) {
    // Stripe ignores idempotency keys for DELETE, so another sync may have ended it already.
    if (!isResourceMissing(error)) throw error;
  }
}

/** Marks events of customers that are not ours, or were deleted, as done. */
async function noteEvents(db: Db, stripeId: string): Promise<null> {
  await db
    .update(stripeEvents)
    .set({ state: "noted" })
    .where(and(eq(stripeEvents.stripeId, stripeId), eq(stripeEvents.state, "waiting")));
  return null;
}

type Write = { before: Customer; read: StripeRead; effects: readonly Effect[]; readFrom: Date };

/** Rolls a sync's transaction back, because the card of its trial had one with another account. */
class CardHadTrial extends Error {
  override readonly name = "CardHadTrial";
  readonly subscriptionId: string;

  constructor(subscriptionId: string) {
    super("the card of this trial had one with another account");
    this.subscriptionId = subscriptionId;
  }
}

/** Null if another sync has written since `before`. Throws CardHadTrial. */
async function write(deps: Deps, { before, read, effects, readFrom }: Write): Promise<Customer | null> {
  const { db: tx } = deps;
  const { facts, trial } = read;
  const [row] = await tx
    .update(billingCustomers)
    .set({
      ...facts,
      trialUsed: before.trialUsed || facts.trialUsed,
      syncedAt: deps.clock.now(),
      version: sql`${billingCustomers.version} + 1`,
    })
    .where(and(eq(billingCustomers.userId, before.userId), eq(billingCustomers.version, before.version)))
    .returning();
  if (row === undefined) return null;
  if (trial !== null && !(await keepsTrial(deps, before.userId, trial))) {
    throw new CardHadTrial(trial.subscriptionId);
  }
  await writeEffects(deps, before, effects);
  if (facts.trialUsed && !before.trialUsed) await recordTrialOf(deps, before.userId);
  // Events from before the read are covered by it; later ones have requested another sync.
  await tx
    .update(stripeEvents)
    .set({ state: "synced" })
    .where(
      and(
        eq(stripeEvents.stripeId, before.stripeId),
        eq(stripeEvents.state, "waiting"),
        lte(stripeEvents.receivedAt, readFrom),
      ),
    );
  return row;
}

/**
 * False if the trial is to be refused. It is decided when the trial is first seen, by its card: `trial_started` stands in
 * the ledger for each trial that was kept, and a card that replaces the first one, used or not, ends nothing.
 */
async function keepsTrial(
  deps: Deps,
  userId: string,
  { subscriptionId, fingerprint }: CardTrial,
): Promise<boolean> {
  const claim = { userId, fingerprint, at: deps.clock.now() };
  if (await claimTrialCard({ tx: deps.db, encryption: deps.encryption }, claim)) return true;
  const begun = await deps.db
    .select({ id: billingLedger.id })
    .from(billingLedger)
    .where(eq(billingLedger.key, `trial_started:${subscriptionId}`));
  return begun.length > 0;
}

async function writeEffects(deps: Deps, before: Customer, effects: readonly Effect[]): Promise<void> {
  const to = await emailOf(deps.db, before.userId);
  for (const { detail = {}, isLate = false, ...effect } of effects) {
    const fresh = await deps.db
      .insert(billingLedger)
      .values({ ...effect, detail, stripeId: before.stripeId })
      .onConflictDoNothing()
      .returning({ id: billingLedger.id });
    const isTold = fresh.length > 0 && !isLate;
    const content = isTold ? effectMail({ ...effect, detail }, deps.publicUrl) : null;
    if (content === null || to === null) continue;
    await queueMail({ tx: deps.db, encryption: deps.encryption }, { to, content, key: effect.key });
  }
}

async function recordTrialOf(deps: Deps, userId: string): Promise<void> {
  const email = await emailOf(deps.db, userId);
  if (email !== null) await recordUsedTrial(deps, email, deps.clock.now());
}

/** Null if the account was deleted meanwhile. */
async function emailOf(db: Db, userId: string): Promise<string | null> {
  try {
    return (await readUser(db, userId)).email;
  } catch (error) {
    if (isAppError(error) && error.code === "unauthenticated") return null;
    throw error;
  }
}
