import { and, eq, lte, sql } from "drizzle-orm";
import { readUser } from "#features/accounts/core/read-user.ts";
import { queueMail } from "#features/mail/queue-mail.ts";
import { AppError } from "#platform/app-error.ts";
import type { Db } from "#platform/db/db.ts";
import type { BillingDeps } from "#features/billing/deps.ts";
import { deriveEffects } from "./derive-effects.ts";
import type { Effect } from "./derive-effects.ts";
import { customerOf } from "#features/billing/stripe/ensure-customer.ts";
import { isMissing } from "#features/billing/stripe/is-missing.ts";
import { effectMail } from "./mails.ts";
import { requireBilling } from "#features/billing/records/read-customer.ts";
import type { Customer } from "#features/billing/records/read-customer.ts";
import { readStripe } from "#features/billing/stripe/read-stripe.ts";
import type { StripeFacts } from "#features/billing/stripe/read-stripe.ts";
import { billingCustomers, billingLedger, stripeEvents } from "#features/billing/schema.ts";

type Deps = Pick<BillingDeps, "db" | "clock" | "billing" | "encryption" | "publicUrl" | "log">;

/** Where tests end the process, or a copy of it. */
export type SyncPoint = "before_read" | "after_read" | "in_write" | "before_commit" | "after_commit";
type Hooks = { reach?: (point: SyncPoint) => void | Promise<void> };

const MAX_TRIES = 5;

/**
 * Asks Stripe for the whole truth about a customer and stores it: state, effects on the ledger, each effect's mail, all
 * in one transaction. No event's payload comes in here, so their order and number do not matter; the version sees to it
 * that the last write comes from the last read. Answers null for a customer that is none of ours.
 */
export async function syncCustomer(
  deps: Deps,
  stripeId: string,
  hooks: Hooks = {},
): Promise<Customer | null> {
  const { stripe } = requireBilling(deps);
  let asked: number | null = null;
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    await hooks.reach?.("before_read");
    const before = await customerOf(deps.db, stripeId);
    if (before === null) return noteEvents(deps.db, stripeId);
    asked ??= before.version;
    // Two writes since we were asked: the second began after the first was stored, so it read Stripe after we came.
    if (before.version >= asked + 2) return before;
    const readFrom = deps.clock.now();
    const read = await readStripe(stripe, stripeId);
    await hooks.reach?.("after_read");
    if (read.surplus.length > 0) {
      for (const { id } of read.surplus) await endSurplus(deps, stripeId, id);
      continue;
    }
    const effects = deriveEffects(before, read, deps.clock.now());
    const stored = await deps.db.transaction((tx) =>
      write({ ...deps, db: tx }, { before, facts: read.facts, effects, readFrom }, hooks),
    );
    await hooks.reach?.("after_commit");
    if (stored !== null) return stored;
  }
  throw new AppError("conflict", "This customer's plan is changing too fast; try again in a moment");
}

/** Two checkouts at once: the later one goes before anything is stored, and what was paid for it is credited. */
async function endSurplus(deps: Deps, stripeId: string, subscription: string): Promise<void> {
  const { stripe } = requireBilling(deps);
  deps.log.warn({ stripeId, subscription }, "a second subscription of one customer is ended");
  try {
    await stripe.subscriptions.cancel(subscription, { prorate: true, invoice_now: true });
  } catch (error) {
    // Stripe knows no idempotency of a DELETE: another sync was first.
    if (!isMissing(error)) throw error;
  }
}

/** Events of somebody else's customer, or of one that was forgotten here, wait for nobody. */
async function noteEvents(db: Db, stripeId: string): Promise<null> {
  await db
    .update(stripeEvents)
    .set({ state: "noted" })
    .where(and(eq(stripeEvents.stripeId, stripeId), eq(stripeEvents.state, "waiting")));
  return null;
}

type Write = { before: Customer; facts: StripeFacts; effects: readonly Effect[]; readFrom: Date };

/** Null where another sync has written since `before`. */
async function write(
  deps: Deps,
  { before, facts, effects, readFrom }: Write,
  hooks: Hooks,
): Promise<Customer | null> {
  const { db: tx } = deps;
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
  await hooks.reach?.("in_write");
  await writeEffects(deps, before, effects);
  // What came before the read is in it; what came after has asked for another sync.
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
  await hooks.reach?.("before_commit");
  return row;
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

async function emailOf(db: Db, userId: string): Promise<string | null> {
  try {
    return (await readUser(db, userId)).email;
  } catch {
    return null;
  }
}
