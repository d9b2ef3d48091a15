import type { Feature } from "#trpc/feature.ts";
import { billingAuditWords } from "./audit.ts";
import { webhookMount } from "./http.ts";
import { billingHandlers, billingJobs } from "./jobs.ts";
import { webhookPolicy } from "./policies.ts";
import { exportBilling } from "./records/export-billing.ts";
import { forgetCustomer } from "./records/forget-customer.ts";
import { CONTACT_QUEUE, FORGET_QUEUE, SYNC_QUEUE } from "./stripe/queues.ts";
import { reachStripe } from "./stripe/reach-stripe.ts";
import { askToTellCustomer } from "./sync/tell-customer.ts";

/**
 * Plans and Stripe. `rules/` plans, prices, entitlement · `records/` stored customers and the plan of a user ·
 * `stripe/` calls to Stripe · `sync/` reading a customer from Stripe, effects, mails · `checkout/` buying, changing and
 * cancelling a plan · `webhooks/` the ledger of events · `reconcile/` the hourly comparison with Stripe · `admin/`
 * reports · `ui/` pages.
 */
export const billing: Feature = {
  name: "billing",
  queues: [SYNC_QUEUE, CONTACT_QUEUE, FORGET_QUEUE],
  handlers: (deps) => (deps.billing === null ? [] : billingHandlers(deps)),
  clockJobs: (deps) => (deps.billing === null ? [] : billingJobs(deps)),
  account: { exportOf: exportBilling, onContactChanged: askToTellCustomer, onDelete: forgetCustomer },
  auditWords: billingAuditWords,
  limits: [webhookPolicy],
  http: [webhookMount],
  healthChecks: {
    stripe: async ({ billing: account }) => {
      if (account === null) return "not_configured";
      await reachStripe(account);
      return "ok";
    },
  },
};
