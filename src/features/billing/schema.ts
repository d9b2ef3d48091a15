import { bigint, boolean, index, integer, jsonb, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { pauseBehaviors, subscriptionStatuses } from "./contract.ts";
import type { HeldCard, OwnPrice } from "./contract.ts";
import type { LedgerEffect } from "./rules/effects.ts";
import { planNames } from "./rules/plans.ts";
import type { PriceKey } from "./rules/plans.ts";

const moment = (name: string) => timestamp(name, { withTimezone: true });

/** The Stripe customer of each user, with the state of the last sync. `version` grows with each write. */
export const billingCustomers = pgTable("billing_customers", {
  userId: uuid("user_id").primaryKey(),
  stripeId: text("stripe_id").notNull().unique(),
  plan: text("plan", { enum: planNames }).notNull().default("free"),
  status: text("status", { enum: subscriptionStatuses }).notNull().default("none"),
  price: text("price").$type<PriceKey>(),
  /** What the subscription costs at Stripe, also without a key of the plan table. */
  ownPrice: jsonb("own_price").$type<OwnPrice>(),
  subscriptionId: text("subscription_id"),
  periodEndsAt: moment("period_ends_at"),
  trialEndsAt: moment("trial_ends_at"),
  cancelAtPeriodEnd: boolean("cancel_at_period_end").notNull().default(false),
  cancelsAt: moment("cancels_at"),
  /** What Stripe will charge: brand, last four digits and expiry, and no more of the card. */
  card: jsonb("card").$type<HeldCard>(),
  /** Null: payments are collected. */
  pauseBehavior: text("pause_behavior", { enum: pauseBehaviors }),
  pauseResumesAt: moment("pause_resumes_at"),
  /** When the first failed payment was due; null if everything is paid. */
  pastDueSince: moment("past_due_since"),
  /** True if a trial was ever started. */
  trialUsed: boolean("trial_used").notNull().default(false),
  /** True if the subscription was a trial that was ended at once, because another account had one with its card. */
  trialRefused: boolean("trial_refused").notNull().default(false),
  version: integer("version").notNull().default(0),
  createdAt: moment("created_at").notNull(),
  syncedAt: moment("synced_at"),
});

/**
 * Each event that Stripe delivered, once per id. The content is not stored, because an event only says which customer
 * to sync.
 */
export const stripeEvents = pgTable(
  "stripe_events",
  {
    id: text("id").primaryKey(),
    type: text("type").notNull(),
    stripeId: text("stripe_id"),
    createdAt: moment("created_at").notNull(),
    receivedAt: moment("received_at").notNull(),
    deliveries: integer("deliveries").notNull().default(1),
    /** `synced`: its customer was synced after it arrived. `noted`: it has no customer of ours, or an unknown type. */
    state: text("state", { enum: ["waiting", "synced", "noted"] }).notNull(),
    isKnown: boolean("is_known").notNull(),
  },
  (table) => [
    index("stripe_events_received").on(table.receivedAt.desc()),
    index("stripe_events_customer").on(table.stripeId, table.state),
  ],
);

/** The ledger of money, each effect once per key. Append-only: a trigger refuses updates and deletes. */
export const billingLedger = pgTable(
  "billing_ledger",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    key: text("key").notNull().unique(),
    at: moment("at").notNull(),
    stripeId: text("stripe_id").notNull(),
    effect: text("effect").$type<LedgerEffect>().notNull(),
    cents: integer("cents"),
    currency: text("currency"),
    detail: jsonb("detail").$type<Record<string, string | number>>().notNull().default({}),
  },
  (table) => [index("billing_ledger_at").on(table.at), index("billing_ledger_customer").on(table.stripeId)],
);

/** Keyed hashes of the e-mail addresses of deleted accounts that had a trial, and no other data. */
export const billingUsedTrials = pgTable("billing_used_trials", {
  mark: text("mark").primaryKey(),
  at: moment("at").notNull(),
});

/**
 * Keyed hashes of the fingerprints of cards that had a trial, one for each secret. `userId` is null once the account is
 * deleted.
 */
export const billingTrialCards = pgTable(
  "billing_trial_cards",
  {
    mark: text("mark").primaryKey(),
    userId: uuid("user_id"),
    at: moment("at").notNull(),
  },
  (table) => [index("billing_trial_cards_user").on(table.userId)],
);

/**
 * Differences to Stripe. One that was repaired when it was found is closed at once; a subscription without an account
 * (`field` is `subscription`) when it is gone.
 */
export const billingDrift = pgTable(
  "billing_drift",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    at: moment("at").notNull(),
    stripeId: text("stripe_id").notNull(),
    field: text("field").notNull(),
    ours: text("ours"),
    theirs: text("theirs"),
    closedAt: moment("closed_at"),
  },
  (table) => [index("billing_drift_at").on(table.at.desc())],
);
