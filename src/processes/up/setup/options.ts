import { createHash } from "node:crypto";
import { resolve } from "node:path";
import type { Env } from "#platform/env.ts";
import { UserError } from "#processes/up/user-error.ts";

const REAL_FEED = "https://prices.runescape.wiki/api/v1/osrs";

/** Which prices a run follows. Each feed has a database of its own, so simulated and real ones never mix. */
export type Feed =
  | { kind: "simulated"; database: string }
  | { kind: "live" | "other"; database: string; url: string };

/** Whether a run sells plans: no, by the account of STRIPE_SECRET_KEY, or in test mode by the simulator. */
export type Sales = "none" | "given" | "simulated";

/** What a run is going to be, decided before anything starts. */
export type Plan = {
  feed: Feed;
  sales: Sales;
  dev: boolean;
  port: number;
  dataDir: string;
  userAgent: string;
  env: Env<"up">;
};

export function makePlan(env: Env<"up">, flags: { live: boolean; dev: boolean; noPlans: boolean }): Plan {
  if (env.UPSTASH_REDIS_REST_URL !== undefined && env.UPSTASH_REDIS_REST_TOKEN === undefined) {
    throw new UserError("UPSTASH_REDIS_REST_URL is set, but UPSTASH_REDIS_REST_TOKEN is not.");
  }
  return {
    feed: chooseFeed(env, flags.live),
    sales: flags.noPlans ? "none" : env.STRIPE_SECRET_KEY === undefined ? "simulated" : "given",
    dev: flags.dev,
    port: env.PORT,
    dataDir: resolve(env.DATA_DIR),
    userAgent: env.PRICE_FEED_USER_AGENT ?? "GE-Metrics/0.1 (self-hosted trader's desk; contact not given)",
    env,
  };
}

function chooseFeed(env: Env<"up">, live: boolean): Feed {
  const given = env.PRICE_FEED_URL?.replace(/\/+$/, "");
  if (live && given !== undefined && given !== REAL_FEED) {
    throw new UserError("--live and PRICE_FEED_URL name two feeds: give one of them.");
  }
  if (live || given === REAL_FEED) return { kind: "live", database: "ge_metrics_live", url: REAL_FEED };
  if (given === undefined) return { kind: "simulated", database: "ge_metrics_simulated" };
  const hash = createHash("sha256").update(given).digest("hex").slice(0, 12);
  return { kind: "other", database: `ge_metrics_${hash}`, url: given };
}
