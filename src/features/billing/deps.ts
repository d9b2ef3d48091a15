import type { Clock } from "#platform/clock.ts";
import type { Db } from "#platform/db/db.ts";
import type { Log } from "#platform/log/log.ts";
import type { Sealer } from "#platform/sealer.ts";
import type { StripeClient } from "#platform/stripe.ts";

/** The account of this site at Stripe. */
export type BillingAccount = {
  stripe: StripeClient;
  /** The first signs at Stripe's side now; while secrets rotate, another one does as well. */
  webhookSecrets: readonly string[];
  testMode: boolean;
};

/** What the verbs of billing may ask for; each takes the part it needs. */
export type BillingDeps = {
  db: Db;
  clock: Clock;
  log: Log;
  sealer: Sealer;
  /** Null: no Stripe is set up, nothing is sold, and everybody has everything. */
  billing: BillingAccount | null;
  publicUrl: string;
};
