import { noInput } from "#trpc/contract.ts";
import { done } from "#trpc/contract.ts";
import { adminProcedure, confirmedAdminProcedure, publicProcedure, userProcedure } from "#trpc/procedures.ts";
import { billingReport, driftList, eventPage, eventPageInput, replayEventInput } from "./admin/contract.ts";
import { cancelPlan, changePlan, refreshStatus, resumePlan } from "./checkout/change-subscription.ts";
import { billingStatus, invoiceList, planList, priceInput, redirectTo } from "./contract.ts";
import { listDrift } from "./reconcile/list-drift.ts";
import { listEvents } from "./webhooks/list-events.ts";
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
  /** Syncs from Stripe first, for users who return from a Stripe page. */
  refresh: userProcedure.output(billingStatus).mutation(({ ctx }) => refreshStatus(ctx.deps, ctx.actor)),
  checkout: userProcedure
    .input(priceInput)
    .output(redirectTo)
    .mutation(({ ctx, input }) => startCheckout(ctx.deps, ctx.actor, input)),
  portal: userProcedure.output(redirectTo).mutation(({ ctx }) => openPortal(ctx.deps, ctx.actor)),
  cancel: userProcedure.output(billingStatus).mutation(({ ctx }) => cancelPlan(ctx.deps, ctx.actor)),
  resume: userProcedure.output(billingStatus).mutation(({ ctx }) => resumePlan(ctx.deps, ctx.actor)),
  changePlan: userProcedure
    .input(priceInput)
    .output(billingStatus)
    .mutation(({ ctx, input }) => changePlan(ctx.deps, ctx.actor, input)),
  invoices: userProcedure
    .input(noInput)
    .output(invoiceList)
    .query(({ ctx }) => listInvoices(ctx.deps, ctx.actor)),
  report: adminProcedure
    .input(noInput)
    .output(billingReport)
    .query(({ ctx }) => reportBilling(ctx.deps)),
  events: adminProcedure
    .input(eventPageInput)
    .output(eventPage)
    .query(({ ctx, input }) => listEvents(ctx.deps, input)),
  replayEvent: confirmedAdminProcedure
    .input(replayEventInput)
    .output(done)
    .mutation(({ ctx, input }) => replayEvent(ctx.deps, ctx.actor, input)),
  drift: adminProcedure
    .input(noInput)
    .output(driftList)
    .query(({ ctx }) => listDrift(ctx.deps)),
};
