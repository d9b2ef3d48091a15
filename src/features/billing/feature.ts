import type { Feature } from "#trpc/feature.ts";
import { billingAuditWords } from "./audit.ts";
import { webhookMount } from "./http.ts";
import { billingHandlers, billingJobs } from "./jobs.ts";
import { webhookPolicy } from "./policies.ts";
import { namePlans } from "./records/name-plans.ts";
import { countEvents } from "./records/count-events.ts";
import { exportBilling } from "./records/export-billing.ts";
import { deleteCustomerRecord } from "./records/delete-customer-record.ts";
import { CONTACT_QUEUE, DELETE_CUSTOMER_QUEUE, SYNC_QUEUE } from "./stripe/queues.ts";
import { pingStripe } from "./stripe/ping-stripe.ts";
import { requestContactUpdate } from "./sync/update-contact.ts";

/**
 * Plans and Stripe. `rules/` plans, prices, entitlement · `records/` stored customers and the plan of a user ·
 * `stripe/` calls to Stripe · `sync/` reading a customer from Stripe, effects, mails · `checkout/` buying, changing and
 * cancelling a plan · `webhooks/` the ledger of events · `reconcile/` the hourly comparison with Stripe · `admin/`
 * reports · `ui/` pages.
 */
export const billing: Feature = {
  name: "billing",
  queues: [SYNC_QUEUE, CONTACT_QUEUE, DELETE_CUSTOMER_QUEUE],
  handlers: (deps) => (deps.billing === null ? [] : billingHandlers(deps)),
  clockJobs: (deps) => (deps.billing === null ? [] : billingJobs(deps)),
  account: {
    exportOf: exportBilling,
    planOf: namePlans,
    onContactChanged: requestContactUpdate,
    onDelete: deleteCustomerRecord,
  },
  auditWords: billingAuditWords,
  limits: [webhookPolicy],
  http: [webhookMount],
  metrics: [
    {
      name: "ge_stripe_events",
      help: "Events of Stripe by what became of them",
      labelNames: ["outcome"],
      read: countEvents,
    },
  ],
  healthChecks: {
    stripe: async ({ billing: account, clock }) => {
      if (account === null) return "not_configured";
      await pingStripe(account, clock);
      return "ok";
    },
  },
};
