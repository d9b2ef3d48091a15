import { auditWriter } from "#features/audit/write-audit.ts";

/** The audit actions of this feature, with the texts that users read. */
export const billingAuditWords = {
  checkout_started: "Checkout started",
  plan_cancelled: "Plan set to end with its period",
  plan_resumed: "Plan goes on after all",
  plan_changed: "Plan changed",
  event_replayed: "Webhook of Stripe replayed",
} as const;

export type BillingAuditAction = keyof typeof billingAuditWords;

export const writeAudit = auditWriter(billingAuditWords);
