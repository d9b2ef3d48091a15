import { z } from "zod";
import { subscriptionStatuses } from "#features/billing/contract.ts";

const epochMs = z.number().int();

/** One number per month, oldest first; `month` is its start in UTC, epoch ms. */
const monthly = z.array(z.object({ month: epochMs, cents: z.number().int(), invoices: z.number().int() }));

export const billingReport = z.object({
  /** The number of customers by the Stripe status of their subscription. */
  byStatus: z.array(z.object({ status: z.enum(subscriptionStatuses), customers: z.number().int() })),
  /** Monthly revenue of running subscriptions by their own prices, cents of `currency`; a yearly one counts one twelfth. */
  monthlyRevenueCents: z.number().int(),
  /** The same of subscriptions in other currencies. */
  otherMonthlyRevenue: z.array(z.object({ currency: z.string(), cents: z.number().int() })),
  /** Paid invoices before refunds, which are only in Stripe's reports. */
  revenue: monthly,
  /** The share of paid subscriptions that ran 30 days ago and have ended since; null if none ran. */
  churn30d: z.number().nullable(),
  failedPayments30d: z.number().int(),
  waitingEvents: z.number().int(),
  currency: z.string(),
});
export type BillingReport = z.infer<typeof billingReport>;

/** `after` is the `next` of the previous page. */
export const eventPageInput = z.strictObject({
  after: z.string().max(300).optional(),
  state: z.enum(["all", "waiting", "unknown"]).default("all"),
});
export type EventPageInput = z.infer<typeof eventPageInput>;
export const eventPage = z.object({
  events: z.array(
    z.object({
      id: z.string(),
      type: z.string(),
      stripeId: z.string().nullable(),
      createdAt: epochMs,
      receivedAt: epochMs,
      deliveries: z.number().int(),
      state: z.enum(["waiting", "synced", "noted"]),
      isKnown: z.boolean(),
    }),
  ),
  next: z.string().nullable(),
});
export type EventPage = z.infer<typeof eventPage>;

export const replayEventInput = z.strictObject({ id: z.string().min(1).max(200) });
export type ReplayEventInput = z.infer<typeof replayEventInput>;

/** `closedAt`: when the difference was repaired or gone; null while it is open. */
export const driftList = z.object({
  drifts: z.array(
    z.object({
      id: z.number().int(),
      at: epochMs,
      stripeId: z.string(),
      field: z.string(),
      ours: z.string().nullable(),
      theirs: z.string().nullable(),
      closedAt: epochMs.nullable(),
    }),
  ),
});
export type DriftList = z.infer<typeof driftList>;
