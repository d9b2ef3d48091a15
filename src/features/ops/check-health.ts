import { sql } from "drizzle-orm";
import type { BillingAccount } from "#features/billing/deps.ts";
import { reachStripe } from "#features/billing/stripe/reach-stripe.ts";
import { getMarketStatus } from "#features/market/get-status.ts";
import type { CheckResult, DeepHealthView } from "./contract.ts";

/** A part that takes longer than this to say "here" is not here. */
const CHECK_TIMEOUT_MS = 1_500;

type Deps = Parameters<typeof getMarketStatus>[0] & {
  redis: { ping(): Promise<unknown> };
  billing: BillingAccount | null;
};

/** Asks every part the service rests on, all at once. */
export async function checkHealth(deps: Deps): Promise<DeepHealthView> {
  const { billing } = deps;
  const [database, redis, priceFeed, stripe] = await Promise.all([
    check(() => deps.db.execute(sql`select 1`)),
    check(() => deps.redis.ping()),
    check(async () => {
      const { state } = await getMarketStatus(deps);
      if (state !== "live") throw new Error(`prices are ${state}`);
    }),
    billing === null ? ("not_configured" as const) : check(() => reachStripe(billing)),
  ]);
  const checks = { database, redis, priceFeed, stripe };
  const degraded = Object.values(checks).includes("failing");
  return { status: degraded ? "degraded" : "ok", checks, timestamp: deps.clock.now().getTime() };
}

async function check(ask: () => Promise<unknown>): Promise<CheckResult> {
  const timeout = Promise.withResolvers<never>();
  const timer = setTimeout(() => timeout.reject(new Error("timed out")), CHECK_TIMEOUT_MS);
  try {
    await Promise.race([ask(), timeout.promise]);
    return "ok";
  } catch {
    return "failing";
  } finally {
    clearTimeout(timer);
  }
}
