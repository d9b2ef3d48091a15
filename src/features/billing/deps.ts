import type { Allowance } from "./rules/allowance.ts";
import type { PlanName } from "./rules/plans.ts";
import type { WebDeps } from "#trpc/register.ts";
import type { StripeAccount } from "#platform/stripe.ts";

type BillingParts = {
  /** Null: Stripe is not configured, nothing is sold, and all users have the largest plan. */
  billing: StripeAccount | null;
};

declare module "#trpc/register.ts" {
  interface WebDeps extends BillingParts {
    /** The rows of the plan table, in the order of the pricing page. */
    planRows: readonly Allowance[];
  }
  interface RequestScope {
    /** The plan of the session's user, or of callers without a session; looked up once per request. */
    readonly plan: () => Promise<PlanName>;
  }
}

/** Dependencies of billing's functions; each takes the part it needs. */
export type BillingDeps = Pick<WebDeps, "db" | "clock" | "log" | "encryption" | "publicUrl"> & BillingParts;
