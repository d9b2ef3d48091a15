import { z } from "zod";
import type { JobHandler } from "#platform/job-worker.ts";
import type { Job } from "#platform/scheduler.ts";
import type { BillingDeps } from "./billing-deps.ts";
import { FORGET_QUEUE, SYNC_QUEUE } from "./queues.ts";
import { soldHere } from "./read-customer.ts";
import { reconcileCustomers } from "./reconcile-customers.ts";
import { syncCustomer } from "./sync-customer.ts";

const HOUR_MS = 3_600_000;
const CONCURRENCY = 4;
const syncData = z.object({ key: z.string() });
const forgetData = z.object({ stripeId: z.string() });

/** What any worker does about billing's queues. */
export const billingHandlers = (deps: BillingDeps): JobHandler[] => [
  {
    queue: SYNC_QUEUE,
    concurrency: CONCURRENCY,
    run: async ({ data }) => {
      await syncCustomer(deps, syncData.parse(data).key);
      return "done";
    },
  },
  {
    queue: FORGET_QUEUE,
    concurrency: 1,
    run: async ({ data }) => {
      // Stripe ends the customer's subscriptions with them. Deleted already is deleted.
      const { stripeId } = forgetData.parse(data);
      const customer = await soldHere(deps).stripe.customers.retrieve(stripeId);
      if (!customer.deleted) await soldHere(deps).stripe.customers.del(stripeId);
      return "done";
    },
  },
];

/** What the one worker of the lease does: the hourly comparison with Stripe. */
export const billingJobs = (deps: BillingDeps): Job[] => [
  {
    name: "reconcile billing",
    run: async (signal) => {
      const { compared, healed, failed } = await reconcileCustomers(deps, signal);
      deps.log.info({ compared, healed, failed }, "billing compared with Stripe");
      return HOUR_MS;
    },
  },
];
