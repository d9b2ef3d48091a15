import { z } from "zod";
import { planNames, priceKeys } from "./rules/plans.ts";

const epochMs = z.number().int();

/** The subscription statuses of Stripe; `none`: there never was a subscription. */
export const subscriptionStatuses = [
  "none",
  "incomplete",
  "incomplete_expired",
  "trialing",
  "active",
  "past_due",
  "unpaid",
  "paused",
  "canceled",
] as const;
export type SubscriptionStatus = (typeof subscriptionStatuses)[number];

export const priceIntervals = ["day", "week", "month", "year"] as const;

/**
 * The price of a subscription at Stripe: `cents` is in the smallest unit of the currency for all units of it, due every `count`
 * intervals.
 */
export const ownPrice = z.object({
  cents: z.number().int(),
  currency: z.string(),
  interval: z.enum(priceIntervals),
  count: z.number().int(),
});
export type OwnPrice = z.infer<typeof ownPrice>;

/** All that is known of a card here. Stripe names the brand, such as `visa`; the expiry is a month of a year. */
export const heldCard = z.object({
  brand: z.string(),
  last4: z.string(),
  expMonth: z.number().int().nullable(),
  expYear: z.number().int().nullable(),
});
export type HeldCard = z.infer<typeof heldCard>;

/** What becomes of invoices while payments are paused (Stripe's `pause_collection`). */
export const pauseBehaviors = ["keep_as_draft", "mark_uncollectible", "void"] as const;
export type PauseBehavior = (typeof pauseBehaviors)[number];

/** The plan and subscription of a user as of the last sync with Stripe; times in epoch ms. */
export const billingStatus = z.object({
  plan: z.enum(planNames),
  status: z.enum(subscriptionStatuses),
  /** The entry of the plan table; null for a price that is no longer in it. */
  price: z.enum(priceKeys).nullable(),
  /** What the subscription costs; null if Stripe gives no fixed amount. */
  ownPrice: ownPrice.nullable(),
  /** The end of the paid period, or of the trial. */
  periodEndsAt: epochMs.nullable(),
  trialEndsAt: epochMs.nullable(),
  /** The subscription is cancelled and ends at `cancelsAt`, or at `periodEndsAt` if that is null. */
  cancelAtPeriodEnd: z.boolean(),
  /** The day on which a cancelled subscription ends. Stripe's portal and dashboard may set another than the period's end. */
  cancelsAt: epochMs.nullable(),
  /** What Stripe will charge; null without a card, as for a bank account, and without a running subscription. */
  card: heldCard.nullable(),
  /** Null: payments are collected. */
  pauseBehavior: z.enum(pauseBehaviors).nullable(),
  /** When a pause ends by itself; null if there is none, or no end is set. */
  pauseResumesAt: epochMs.nullable(),
  /** After a failed payment the plan runs until then, and changes to Free if the invoice is not paid. */
  graceEndsAt: epochMs.nullable(),
  trialAvailable: z.boolean(),
  /** The last subscription was a trial that was ended at once, because its card had one before. */
  trialRefused: z.boolean(),
  /** True in Stripe's test mode and with the simulator, where no real money moves. */
  testMode: z.boolean(),
  /** False: Stripe is not configured, and all users have the largest plan. */
  configured: z.boolean(),
});
export type BillingStatus = z.infer<typeof billingStatus>;

const allowance = z.union([z.number(), z.boolean(), z.null()]);
export const planList = z.object({
  allowances: z.array(
    z.object({
      key: z.string(),
      words: z.string(),
      unit: z.string().optional(),
      unlimitedWords: z.string().optional(),
      coming: z.boolean(),
      free: allowance,
      pro: allowance,
    }),
  ),
  prices: z.array(
    z.object({
      key: z.enum(priceKeys),
      words: z.string(),
      cents: z.number().int(),
      currency: z.string(),
      interval: z.enum(["month", "year"]),
    }),
  ),
  trialDays: z.number().int(),
  configured: z.boolean(),
  testMode: z.boolean(),
});
export type PlanList = z.infer<typeof planList>;

export const priceInput = z.strictObject({ price: z.enum(priceKeys) });
export type PriceInput = z.infer<typeof priceInput>;

/** The Stripe page to which the browser is sent. */
export const redirectTo = z.object({ url: z.url() });
export type RedirectTo = z.infer<typeof redirectTo>;

export const invoiceStatuses = ["draft", "open", "paid", "uncollectible", "void"] as const;

export const invoiceList = z.object({
  invoices: z.array(
    z.object({
      id: z.string(),
      number: z.string().nullable(),
      at: epochMs,
      cents: z.number().int(),
      currency: z.string(),
      status: z.enum(invoiceStatuses).nullable(),
      /** Stripe's page of the invoice. */
      url: z.url().nullable(),
    }),
  ),
});
export type InvoiceList = z.infer<typeof invoiceList>;

/** The detail of a `plan_required` error. */
export const gateDetail = z.object({
  needs: z.string(),
  allowance: z.string(),
  allowed: z.union([z.number(), z.boolean()]),
  upgradeUrl: z.string(),
});
export type GateDetail = z.infer<typeof gateDetail>;
