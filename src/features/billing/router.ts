import { noInput } from "#features/market/contract.ts";
import { done } from "#features/accounts/contract.ts";
import { adminProcedure, publicProcedure, userProcedure } from "#trpc/procedures.ts";
import { billingReport, driftList, eventPage, eventPageInput, replayEventInput } from "./admin/contract.ts";
import { cancelPlan, changePlan, refreshStatus, resumePlan } from "./checkout/change-subscription.ts";
import {
  apiKeyIdInput,
  apiKeyList,
  billingStatus,
  createApiKeyInput,
  createdApiKey,
  invoiceList,
  planList,
  priceInput,
  redirectTo,
} from "./contract.ts";
import { listDrift } from "./reconcile/list-drift.ts";
import { listEvents } from "./webhooks/list-events.ts";
import { createApiKey, deleteApiKey, listApiKeys } from "#features/api/keys/manage-keys.ts";
import { listInvoices, openPortal } from "./checkout/open-portal.ts";
import { replayEvent } from "./webhooks/replay-event.ts";
import { reportBilling } from "./admin/report-billing.ts";
import { startCheckout } from "./checkout/start-checkout.ts";
import { listPlans, viewStatus } from "./records/view-status.ts";

export const billingProcedures = {
  plans: publicProcedure
    .meta({ cache: { freshS: 60, staleS: 3_600 } })
    .input(noInput)
    .output(planList)
    .query(({ ctx }) => listPlans(ctx.deps)),
  status: userProcedure
    .input(noInput)
    .output(billingStatus)
    .query(({ ctx }) => viewStatus(ctx.deps, ctx.actor)),
  /** Asks Stripe first: for who comes back from one of its pages. */
  refresh: userProcedure.output(billingStatus).mutation(({ ctx }) => refreshStatus(ctx.deps, ctx.actor)),
  checkout: userProcedure
    .input(priceInput)
    .output(redirectTo)
    .mutation(({ ctx, input }) => startCheckout(ctx.deps, ctx.actor, ctx.request.visitor, input)),
  portal: userProcedure.output(redirectTo).mutation(({ ctx }) => openPortal(ctx.deps, ctx.actor)),
  cancel: userProcedure
    .output(billingStatus)
    .mutation(({ ctx }) => cancelPlan(ctx.deps, ctx.actor, ctx.request.visitor)),
  resume: userProcedure
    .output(billingStatus)
    .mutation(({ ctx }) => resumePlan(ctx.deps, ctx.actor, ctx.request.visitor)),
  changePlan: userProcedure
    .input(priceInput)
    .output(billingStatus)
    .mutation(({ ctx, input }) => changePlan(ctx.deps, ctx.actor, ctx.request.visitor, input)),
  invoices: userProcedure
    .input(noInput)
    .output(invoiceList)
    .query(({ ctx }) => listInvoices(ctx.deps, ctx.actor)),
  apiKeys: userProcedure
    .input(noInput)
    .output(apiKeyList)
    .query(({ ctx }) => listApiKeys(ctx.deps, ctx.actor)),
  createApiKey: userProcedure
    .input(createApiKeyInput)
    .output(createdApiKey)
    .mutation(({ ctx, input }) => createApiKey(ctx.deps, ctx.actor, ctx.request.visitor, input)),
  deleteApiKey: userProcedure
    .input(apiKeyIdInput)
    .output(done)
    .mutation(({ ctx, input }) => deleteApiKey(ctx.deps, ctx.actor, ctx.request.visitor, input)),
  report: adminProcedure
    .input(noInput)
    .output(billingReport)
    .query(({ ctx }) => reportBilling(ctx.deps)),
  events: adminProcedure
    .input(eventPageInput)
    .output(eventPage)
    .query(({ ctx, input }) => listEvents(ctx.deps, input)),
  replayEvent: adminProcedure
    .input(replayEventInput)
    .output(done)
    .mutation(({ ctx, input }) => replayEvent(ctx.deps, ctx.actor, ctx.request.visitor, input)),
  drift: adminProcedure
    .input(noInput)
    .output(driftList)
    .query(({ ctx }) => listDrift(ctx.deps)),
};
