import type { Allowance } from "./rules/allowance.ts";
import type { PlanName } from "./rules/plans.ts";
import type { WebDeps } from "#trpc/register.ts";
import type { StripeAccount } from "#platform/stripe.ts";

type BillingParts = {
  /** Null: no Stripe is set up, nothing is sold, and everybody has everything. */
  billing: StripeAccount | null;
};

declare module "#trpc/register.ts" {
  interface WebDeps extends BillingParts {
    /** The plan table, in the order of the pricing page. */
    planRows: readonly Allowance[];
  }
  interface RequestScope {
    /** The plan of the session's user, or of callers without one; found once however many calls ask. */
    readonly plan: () => Promise<PlanName>;
  }
}

/** What the verbs of billing may ask for; each takes the part it needs. */
export type BillingDeps = Pick<WebDeps, "db" | "clock" | "log" | "encryption" | "publicUrl"> & BillingParts;
