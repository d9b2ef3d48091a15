import { and, count, eq, gte, inArray, isNull, or, sql } from "drizzle-orm";
import type { Clock } from "#platform/clock.ts";
import type { Db } from "#platform/db/db.ts";
import type { BillingReport } from "./contract.ts";
import type { OwnPrice } from "#features/billing/contract.ts";
import { monthlyCents, priceHeld } from "#features/billing/rules/own-price.ts";
import { PRICES } from "#features/billing/rules/plans.ts";
import type { PriceKey } from "#features/billing/rules/plans.ts";
import { billingCustomers, billingLedger, stripeEvents } from "#features/billing/schema.ts";

type Deps = { db: Db; clock: Clock };

const DAYS_30_MS = 30 * 86_400_000;

/**
 * Reports money and customers from the ledger and the last syncs. Revenue is the sum of paid invoices before refunds.
 */
export async function reportBilling({ db, clock }: Deps): Promise<BillingReport> {
  const since = new Date(clock.now().getTime() - DAYS_30_MS);
  const byStatus = await db
    .select({ status: billingCustomers.status, customers: count() })
    .from(billingCustomers)
    .groupBy(billingCustomers.status);
  const running = await db
    .select({ price: billingCustomers.price, ownPrice: billingCustomers.ownPrice, customers: count() })
    .from(billingCustomers)
    .where(
      and(
        eq(billingCustomers.status, "active"),
        // What comes due meanwhile is never paid; a pause that keeps drafts only puts it off.
        or(isNull(billingCustomers.pauseBehavior), eq(billingCustomers.pauseBehavior, "keep_as_draft")),
      ),
    )
    .groupBy(billingCustomers.price, billingCustomers.ownPrice);
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
  const [failed] = await db
    .select({ payments: count() })
    .from(billingLedger)
    .where(and(eq(billingLedger.effect, "payment_failed"), gte(billingLedger.at, since)));
  const [waiting] = await db
    .select({ events: count() })
    .from(stripeEvents)
    .where(eq(stripeEvents.state, "waiting"));
  const monthly = monthlyByCurrency(running);
  const { currency } = PRICES.pro_monthly;
  return {
    byStatus,
    monthlyRevenueCents: monthly.get(currency) ?? 0,
    otherMonthlyRevenue: [...monthly]
      .filter(([other]) => other !== currency)
      .map(([other, cents]) => ({ currency: other, cents })),
    revenue,
    churn30d: await churnSince(db, since),
    failedPayments30d: failed?.payments ?? 0,
    waitingEvents: waiting?.events ?? 0,
    currency,
  };
}

/**
 * The share of paid subscriptions that ran at that time and have ended since; null if none ran. Counts subscriptions by
 * the keys of the ledger: a trial that was never paid does not count, and a returning customer has a new subscription.
 */
async function churnSince(db: Db, since: Date): Promise<number | null> {
  const { key, at, effect } = billingLedger;
  const lives = db
    .select({
      began: sql<string | null>`min(${at}) filter (where ${effect} = 'subscribed')`.as("began"),
      ended: sql<string | null>`min(${at}) filter (where ${effect} = 'ended')`.as("ended"),
    })
    .from(billingLedger)
    .where(inArray(effect, ["subscribed", "ended"]))
    .groupBy(sql`split_part(${key}, ':', 2)`)
    .as("lives");
  const moment = sql`${since.toISOString()}::timestamptz`;
  const [counted] = await db
    .select({
      ran: sql<number>`count(*) filter (where ${lives.ended} is null or ${lives.ended} >= ${moment})::int`,
      ended: sql<number>`count(*) filter (where ${lives.ended} >= ${moment})::int`,
    })
    .from(lives)
    .where(sql`${lives.began} < ${moment}`);
  return counted === undefined || counted.ran === 0 ? null : counted.ended / counted.ran;
}

type Running = { price: PriceKey | null; ownPrice: OwnPrice | null; customers: number };

/** What running subscriptions bring in a month by their own prices, in whole cents by currency; sums of currencies are none. */
function monthlyByCurrency(running: readonly Running[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { customers, ...held } of running) {
    const price = priceHeld(held);
    if (price === null) continue;
    sums.set(price.currency, (sums.get(price.currency) ?? 0) + monthlyCents(price) * customers);
  }
  return new Map([...sums].map(([currency, cents]) => [currency, Math.round(cents)]));
}
