import { z } from "zod";
import type { JobHandler } from "#platform/jobs/job-worker.ts";
import type { Job } from "#platform/jobs/scheduler.ts";
import type { BillingDeps } from "./deps.ts";
import { deleteStripeCustomer } from "./sync/delete-stripe-customer.ts";
import { findOrphans } from "./reconcile/find-orphans.ts";
import { CONTACT_QUEUE, DELETE_CUSTOMER_QUEUE, SYNC_QUEUE } from "./stripe/queues.ts";
import { reconcileCustomers } from "./reconcile/reconcile-customers.ts";
import { syncCustomer } from "./sync/sync-customer.ts";
import { updateContact } from "./sync/update-contact.ts";
import { sweepEvents } from "./webhooks/sweep-events.ts";

const HOUR_MS = 3_600_000;
const CONCURRENCY = 4;
const keyData = z.object({ key: z.string() });
const forgetData = z.object({ stripeId: z.string() });

/** The handlers of billing's queues, which run in every worker. */
export const billingHandlers = (deps: BillingDeps): JobHandler[] => [
  {
    queue: SYNC_QUEUE,
    concurrency: CONCURRENCY,
    run: async ({ data }) => {
      await syncCustomer(deps, keyData.parse(data).key);
      return "done";
    },
  },
  {
    queue: CONTACT_QUEUE,
    concurrency: 1,
    run: async ({ data }) => {
      await updateContact(deps, keyData.parse(data).key);
      return "done";
    },
  },
  {
    queue: DELETE_CUSTOMER_QUEUE,
    concurrency: 1,
    run: async ({ data }) => {
      await deleteStripeCustomer(deps, forgetData.parse(data).stripeId);
      return "done";
    },
  },
];

/**
 * The clock jobs: the hourly comparison with Stripe, in both directions, and the end of old events. They run in the worker
 * that holds the lease.
 */
export const billingJobs = (deps: BillingDeps & { keptDays: { stripeEvents: number | null } }): Job[] => [
  {
    name: "reconcile billing",
    run: async (signal) => {
      const { compared, healed, failed } = await reconcileCustomers(deps, signal);
      deps.log.info({ compared, healed, failed }, "billing compared with Stripe");
      return HOUR_MS;
    },
  },
  {
    name: "find orphans of billing",
    run: async (signal) => {
      const { looked, reported, ended } = await findOrphans(deps, signal);
      deps.log.info({ looked, reported, ended }, "what runs at Stripe compared with billing");
      return HOUR_MS;
    },
  },
  {
    name: "sweep events of Stripe",
    run: async () => {
      await sweepEvents(deps);
      return HOUR_MS;
    },
  },
];
