import { count, desc, eq, lt, and } from "drizzle-orm";
import { sql } from "drizzle-orm";
import { AppError } from "#platform/app-error.ts";
import type { Clock } from "#platform/clock.ts";
import type { Db } from "#platform/db.ts";
import { askForJob } from "#platform/jobs.ts";
import type { BillingReport, DriftList, EventPage, EventPageInput, ReplayEventInput } from "./admin.ts";
import { PRICES } from "./plans.ts";
import { SYNC_QUEUE } from "./queues.ts";
import { billingCustomers, billingDrift, billingLedger, stripeEvents } from "./schema.ts";

type Deps = { db: Db; clock: Clock };

const DAYS_30_MS = 30 * 86_400_000;
const PAGE = 50;

/** Money and customers as the ledger and the last syncs have them; for admins. */
export async function reportBilling({ db, clock }: Deps): Promise<BillingReport> {
  const since = new Date(clock.now().getTime() - DAYS_30_MS).toISOString();
  const byStatus = await db
    .select({ status: billingCustomers.status, customers: count() })
    .from(billingCustomers)
    .groupBy(billingCustomers.status);
  const running = await db
    .select({ price: billingCustomers.price, customers: count() })
    .from(billingCustomers)
    .where(eq(billingCustomers.status, "active"))
    .groupBy(billingCustomers.price);
  const month = sql<string>`(extract(epoch from date_trunc('month', ${billingLedger.at} at time zone 'UTC') at time zone 'UTC') * 1000)`;
  const revenue = await db
    .select({
      month: sql<number>`${month}::float8`,
      cents: sql<number>`coalesce(sum(${billingLedger.cents}), 0)::float8`,
      invoices: count(),
    })
    .from(billingLedger)
    .where(eq(billingLedger.effect, "invoice_paid"))
    .groupBy(month)
    .orderBy(month);
  const [recent] = await db
    .select({
      failed: sql<number>`count(*) filter (where ${billingLedger.effect} = 'payment_failed' and ${billingLedger.at} >= ${since}::timestamptz)::int`,
      ended: sql<number>`count(distinct ${billingLedger.stripeId}) filter (where ${billingLedger.effect} = 'ended' and ${billingLedger.at} >= ${since}::timestamptz)::int`,
      had: sql<number>`count(distinct ${billingLedger.stripeId}) filter (where ${billingLedger.effect} = 'subscribed' and ${billingLedger.at} < ${since}::timestamptz)::int`,
      endedBefore: sql<number>`count(distinct ${billingLedger.stripeId}) filter (where ${billingLedger.effect} = 'ended' and ${billingLedger.at} < ${since}::timestamptz)::int`,
    })
    .from(billingLedger);
  const [waiting] = await db
    .select({ events: count() })
    .from(stripeEvents)
    .where(eq(stripeEvents.state, "waiting"));
  const had = (recent?.had ?? 0) - (recent?.endedBefore ?? 0);
  return {
    byStatus,
    monthlyRevenueCents: Math.round(
      running.reduce((sum, { price, customers }) => sum + monthlyCents(price) * customers, 0),
    ),
    revenue,
    churn30d: had > 0 ? Math.min(1, (recent?.ended ?? 0) / had) : null,
    failedPayments30d: recent?.failed ?? 0,
    waitingEvents: waiting?.events ?? 0,
    currency: PRICES.pro_monthly.currency,
  };
}

function monthlyCents(key: keyof typeof PRICES | null): number {
  if (key === null) return 0;
  const { cents, interval } = PRICES[key];
  return interval === "year" ? cents / 12 : cents;
}

/** What Stripe delivered, newest first. */
export async function listEvents(
  { db }: Pick<Deps, "db">,
  { before, state }: EventPageInput,
): Promise<EventPage> {
  const wanted = {
    all: undefined,
    waiting: eq(stripeEvents.state, "waiting"),
    unknown: eq(stripeEvents.isKnown, false),
  }[state];
  const rows = await db
    .select()
    .from(stripeEvents)
    .where(and(wanted, before === undefined ? undefined : lt(stripeEvents.receivedAt, new Date(before))))
    .orderBy(desc(stripeEvents.receivedAt), desc(stripeEvents.id))
    .limit(PAGE + 1);
  const events = rows.slice(0, PAGE).map((row) => ({
    ...row,
    createdAt: row.createdAt.getTime(),
    receivedAt: row.receivedAt.getTime(),
  }));
  return { events, next: rows.length > PAGE ? (events.at(-1)?.receivedAt ?? null) : null };
}

/** Asks about an event's customer again. Throws `not_found`, and `conflict` for an event that names nobody. */
export async function replayEvent(
  { db }: Pick<Deps, "db">,
  { id }: ReplayEventInput,
): Promise<{ done: true }> {
  await db.transaction(async (tx) => {
    const [event] = await tx.select().from(stripeEvents).where(eq(stripeEvents.id, id));
    if (event === undefined) throw new AppError("not_found", "There is no such event");
    if (event.stripeId === null) throw new AppError("conflict", "This event names no customer to ask about");
    await tx.update(stripeEvents).set({ state: "waiting" }).where(eq(stripeEvents.id, id));
    await askForJob(tx, SYNC_QUEUE, event.stripeId);
  });
  return { done: true };
}

/** Where the reconciler found and mended something, newest first. */
export async function listDrift({ db }: Pick<Deps, "db">): Promise<DriftList> {
  const rows = await db.select().from(billingDrift).orderBy(desc(billingDrift.id)).limit(PAGE);
  return { drifts: rows.map((row) => ({ ...row, at: row.at.getTime() })) };
}
