import { and, eq, inArray, isNull, notInArray } from "drizzle-orm";
import type { Stripe } from "stripe";
import { z } from "zod";
import { readUser } from "#features/accounts/core/read-user.ts";
import { isAppError } from "#platform/app-error.ts";
import type { Db } from "#platform/db/db.ts";
import { sendJob } from "#platform/jobs/jobs.ts";
import type { BillingDeps } from "#features/billing/deps.ts";
import { isLiveStatus } from "#features/billing/rules/live-status.ts";
import { isPriceKey } from "#features/billing/rules/plans.ts";
import { DELETE_CUSTOMER_QUEUE } from "#features/billing/stripe/queues.ts";
import { requireBilling } from "#features/billing/records/read-customer.ts";
import { billingCustomers, billingDrift, billingLedger } from "#features/billing/schema.ts";

type Deps = Pick<BillingDeps, "db" | "clock" | "billing" | "log">;
type Orphan = { subscription: string; customer: Stripe.Customer };

/** What a report names in place of a field of ours. */
const FIELD = "subscription";
const PAGE = 100;
const MAX_LOOKED_AT = 20_000;
/**
 * More orphans than this in one run cannot come from lost deletion jobs, so our records must be wrong and nothing is
 * ended.
 */
const MAX_ENDED = 20;
const uuid = z.uuid();

export type Orphans = { looked: number; reported: number; ended: number };

/**
 * Searches the newest 20,000 running subscriptions at Stripe for those to our plans whose customer no account has.
 * Records each as drift once, which is closed when it is no longer found. Ends one only if the ledger proves that the customer was ours and its account was
 * deleted, as the deletion would have done. Others may belong to another site, or be a mistake.
 */
export async function findOrphans(deps: Deps, signal?: AbortSignal): Promise<Orphans> {
  const { stripe } = requireBilling(deps);
  const done: Orphans = { looked: 0, reported: 0, ended: 0 };
  const orphans: Orphan[] = [];
  let isWhole = true;
  let batch: Orphan[] = [];
  const listed = stripe.subscriptions.list({ limit: PAGE, expand: ["data.customer"] });
  for await (const subscription of listed) {
    if (signal?.aborted) return done;
    done.looked++;
    const { customer } = subscription;
    if (typeof customer !== "string" && !customer.deleted && isOfPlans(subscription, customer)) {
      batch.push({ subscription: subscription.id, customer });
    }
    if (batch.length === PAGE) {
      orphans.push(...(await withoutOwner(deps.db, batch)));
      batch = [];
    }
    if (done.looked < MAX_LOOKED_AT) continue;
    deps.log.warn({ looked: done.looked }, "older subscriptions at Stripe were not looked at");
    isWhole = false;
    break;
  }
  orphans.push(...(await withoutOwner(deps.db, batch)));
  // Of one that was not looked at nothing is known.
  if (isWhole) await closeGone(deps, orphans);
  return settle(deps, orphans, done);
}

/** Ignores subscriptions to other products of the same Stripe account. */
const isOfPlans = ({ status, items }: Stripe.Subscription, { metadata }: Stripe.Customer): boolean =>
  isLiveStatus(status) &&
  (metadata["userId"] !== undefined || items.data.some(({ price }) => isPriceKey(price.lookup_key)));

/** Queried after Stripe, because a customer is stored here before it can subscribe. */
async function withoutOwner(db: Db, batch: readonly Orphan[]): Promise<Orphan[]> {
  const ids = batch.map(({ customer }) => customer.id);
  const owned = await db
    .select({ id: billingCustomers.stripeId })
    .from(billingCustomers)
    .where(inArray(billingCustomers.stripeId, ids));
  const known = new Set(owned.map(({ id }) => id));
  return batch.filter(({ customer }) => !known.has(customer.id));
}

async function settle(deps: Deps, orphans: readonly Orphan[], done: Orphans): Promise<Orphans> {
  const forgotten = new Set<Orphan>();
  for (const orphan of orphans) {
    if (await wasForgotten(deps.db, orphan.customer)) forgotten.add(orphan);
  }
  const believed = forgotten.size <= MAX_ENDED;
  if (!believed) {
    deps.log.error({ customers: forgotten.size }, "too many customers without an account: none is ended");
  }
  for (const orphan of orphans) {
    const ends = believed && forgotten.has(orphan);
    const isNew = await deps.db.transaction(async (tx) => {
      const stripeId = orphan.customer.id;
      // The deletion's job is pending or has just finished, so nothing was lost.
      if (ends && !(await sendJob(tx, DELETE_CUSTOMER_QUEUE, { stripeId }, { once: stripeId }))) return null;
      return report(tx, deps, orphan);
    });
    if (isNew === null) continue;
    if (ends) done.ended++;
    if (isNew) done.reported++;
    deps.log.warn(
      { stripeId: orphan.customer.id, subscription: orphan.subscription, ends },
      "a subscription at Stripe belongs to nobody here",
    );
  }
  return done;
}

/**
 * True if the ledger knows the customer and the account named by Stripe does not exist, which is the state after a
 * deletion.
 */
async function wasForgotten(db: Db, { id, metadata }: Stripe.Customer): Promise<boolean> {
  const named = uuid.safeParse(metadata["userId"]);
  if (!named.success) return false;
  const [kept] = await db
    .select({ id: billingLedger.id })
    .from(billingLedger)
    .where(eq(billingLedger.stripeId, id))
    .limit(1);
  return kept !== undefined && !(await hasAccount(db, named.data));
}

async function hasAccount(db: Db, userId: string): Promise<boolean> {
  try {
    await readUser(db, userId);
    return true;
  } catch (error) {
    if (isAppError(error) && error.code === "unauthenticated") return false;
    throw error;
  }
}

/** Closes the reports of subscriptions that have ended since, or whose customer has an account. */
async function closeGone({ db, clock }: Deps, orphans: readonly Orphan[]): Promise<void> {
  const running = orphans.map(({ subscription }) => subscription);
  await db
    .update(billingDrift)
    .set({ closedAt: clock.now() })
    .where(
      and(
        eq(billingDrift.field, FIELD),
        isNull(billingDrift.closedAt),
        notInArray(billingDrift.theirs, running),
      ),
    );
}

/** Written once per subscription, however often it is found, until it is closed. */
async function report(tx: Db, { clock }: Deps, { subscription, customer }: Orphan): Promise<boolean> {
  const [told] = await tx
    .select({ id: billingDrift.id })
    .from(billingDrift)
    .where(
      and(
        eq(billingDrift.stripeId, customer.id),
        eq(billingDrift.field, FIELD),
        eq(billingDrift.theirs, subscription),
        isNull(billingDrift.closedAt),
      ),
    )
    .limit(1);
  if (told !== undefined) return false;
  await tx
    .insert(billingDrift)
    .values({ at: clock.now(), stripeId: customer.id, field: FIELD, ours: null, theirs: subscription });
  return true;
}
