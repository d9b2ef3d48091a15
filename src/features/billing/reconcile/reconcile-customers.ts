import { and, asc, eq, gt } from "drizzle-orm";
import type { BillingDeps } from "#features/billing/deps.ts";
import { requireBilling } from "#features/billing/records/read-customer.ts";
import type { Customer } from "#features/billing/records/read-customer.ts";
import { billingCustomers, billingDrift, stripeEvents } from "#features/billing/schema.ts";
import { syncCustomer } from "#features/billing/sync/sync-customer.ts";

type Deps = Pick<BillingDeps, "db" | "clock" | "billing" | "encryption" | "publicUrl" | "log">;

const BATCH = 100;
const COMPARED = [
  "plan",
  "status",
  "price",
  "subscriptionId",
  "periodEndsAt",
  "trialEndsAt",
  "cancelAtPeriodEnd",
  "pauseBehavior",
  "pauseResumesAt",
  "pastDueSince",
] as const satisfies readonly (keyof Customer)[];

const text = (value: Customer[(typeof COMPARED)[number]]): string | null =>
  value === null ? null : value instanceof Date ? value.toISOString() : String(value);

export type Reconciled = { compared: number; healed: number; failed: number };

/**
 * Syncs every customer from Stripe, independent of events, which repairs the effect of lost webhooks. Records each
 * field that differed. A customer whose sync fails is tried again in the next run.
 */
export async function reconcileCustomers(deps: Deps, signal?: AbortSignal): Promise<Reconciled> {
  requireBilling(deps);
  const done: Reconciled = { compared: 0, healed: 0, failed: 0 };
  let after = "";
  for (;;) {
    const batch = await deps.db
      .select()
      .from(billingCustomers)
      .where(gt(billingCustomers.stripeId, after))
      .orderBy(asc(billingCustomers.stripeId))
      .limit(BATCH);
    for (const before of batch) {
      if (signal?.aborted) return done;
      after = before.stripeId;
      try {
        const isTold = await hasWaitingEvent(deps, before.stripeId);
        const now = await syncCustomer(deps, before.stripeId);
        done.compared++;
        if (now !== null && !isTold && (await writeDrift(deps, before, now))) done.healed++;
      } catch (error) {
        done.failed++;
        deps.log.warn({ error, stripeId: before.stripeId }, "a customer could not be compared with Stripe");
      }
    }
    if (batch.length < BATCH) return done;
  }
}

/** A change with a stored event is about to be synced, so it is not drift. */
async function hasWaitingEvent({ db }: Pick<Deps, "db">, stripeId: string): Promise<boolean> {
  const waiting = await db
    .select({ id: stripeEvents.id })
    .from(stripeEvents)
    .where(and(eq(stripeEvents.stripeId, stripeId), eq(stripeEvents.state, "waiting")))
    .limit(1);
  return waiting.length > 0;
}

/** Skips a customer that another sync has written meanwhile, because an event brought that change. */
async function writeDrift(deps: Deps, before: Customer, now: Customer): Promise<boolean> {
  // The customer was never synced, so there is nothing to compare.
  if (before.syncedAt === null || now.version !== before.version + 1) return false;
  const drifted = COMPARED.filter((field) => text(before[field]) !== text(now[field]));
  if (drifted.length === 0) return false;
  deps.log.warn(
    { stripeId: before.stripeId, fields: drifted },
    "billing had drifted from Stripe and was mended",
  );
  const at = deps.clock.now();
  await deps.db.insert(billingDrift).values(
    drifted.map((field) => ({
      at,
      closedAt: at,
      stripeId: before.stripeId,
      field,
      ours: text(before[field]),
      theirs: text(now[field]),
    })),
  );
  return true;
}
