import { createHash } from "node:crypto";
import { resolve } from "node:path";
import type { Env } from "#platform/env.ts";
import { typedUrl } from "#processes/up/addresses.ts";
import { UserError } from "#processes/up/user-error.ts";

const REAL_FEED = "https://prices.runescape.wiki/api/v1/osrs";

/** The price feed of a run. Each feed has its own database, so simulated and real prices never mix. */
export type Feed =
  | { kind: "simulated"; database: string }
  | { kind: "live" | "other"; database: string; url: string };

/**
 * Whether a run sells plans: not at all, with the account of STRIPE_SECRET_KEY, or in test mode with the simulator.
 */
export type SalesMode = "none" | "configured" | "simulated";

/** The settings of a run, decided before anything starts. */
export type LaunchOptions = {
  feed: Feed;
  sales: SalesMode;
  dev: boolean;
  port: number;
  /** What a person on this machine types. */
  url: string;
  dataDir: string;
  userAgent: string;
  env: Env<"up">;
};

export function makeLaunchOptions(
  env: Env<"up">,
  flags: { live: boolean; dev: boolean; noPlans: boolean },
  port: number,
): LaunchOptions {
  if (env.UPSTASH_REDIS_REST_URL !== undefined && env.UPSTASH_REDIS_REST_TOKEN === undefined) {
    throw new UserError("UPSTASH_REDIS_REST_URL is set, but UPSTASH_REDIS_REST_TOKEN is not.");
  }
  return {
    feed: chooseFeed(env, flags.live),
    sales: flags.noPlans ? "none" : env.STRIPE_SECRET_KEY === undefined ? "simulated" : "configured",
    dev: flags.dev,
    port,
    url: typedUrl(env.HOST, port),
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
