import { z } from "zod";
import { planNames, priceKeys } from "./rules/plans.ts";

const epochMs = z.number().int();

/** Stripe's own words for a subscription; `none`: there never was one. */
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

/** What somebody has, as of the last sync with Stripe; times in epoch ms. */
export const billingStatus = z.object({
  plan: z.enum(planNames),
  status: z.enum(subscriptionStatuses),
  price: z.enum(priceKeys).nullable(),
  /** The end of what is paid for, or of the trial. */
  periodEndsAt: epochMs.nullable(),
  trialEndsAt: epochMs.nullable(),
  /** It ends by itself at `periodEndsAt`. */
  cancelAtPeriodEnd: z.boolean(),
  /** A payment failed: the plan goes on until then, and falls to free if nothing is paid. */
  graceEndsAt: epochMs.nullable(),
  trialAvailable: z.boolean(),
  /** No real money moves: Stripe's test mode or the simulator. */
  testMode: z.boolean(),
  /** False: no Stripe is set up here, and everybody has everything. */
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

/** Where the browser goes next: a page of Stripe. */
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
      /** Stripe's page of it. */
      url: z.url().nullable(),
    }),
  ),
});
export type InvoiceList = z.infer<typeof invoiceList>;

/** What a gate tells who may not pass: in the detail of a `plan_required` error. */
export const gateDetail = z.object({
  needs: z.string(),
  allowance: z.string(),
  allowed: z.union([z.number(), z.boolean()]),
  upgradeUrl: z.string(),
});
export type GateDetail = z.infer<typeof gateDetail>;
