import { expect, test } from "vitest";
import { readEnv } from "#platform/env.ts";
import { makeLaunchOptions } from "./options.ts";

const options = (env: Record<string, string> = {}, live = false, noPlans = false) =>
  makeLaunchOptions(readEnv("up", { NODE_ENV: "test", ...env }), { live, dev: false, noPlans }, 3000);

test("each feed has its own database", () => {
  expect(options().feed).toEqual({ kind: "simulated", database: "ge_metrics_simulated" });
  const live = {
    kind: "live",
    database: "ge_metrics_live",
    url: "https://prices.runescape.wiki/api/v1/osrs",
  };
  expect(options({}, true).feed).toEqual(live);
  expect(options({ PRICE_FEED_URL: "https://prices.runescape.wiki/api/v1/osrs/" }).feed).toEqual(live);

  const first = options({ PRICE_FEED_URL: "http://127.0.0.1:1/a" }).feed;
  const second = options({ PRICE_FEED_URL: "http://127.0.0.1:1/b" }).feed;
  expect(first.database).toMatch(/^ge_metrics_[0-9a-f]{12}$/);
  expect(first.database).not.toBe(second.database);
  expect(options({ PRICE_FEED_URL: "http://127.0.0.1:1/a/" }).feed).toEqual(first);
});

test("refuses two feeds at once, or a REST URL without its token, and names the variable", () => {
  expect(() => options({ PRICE_FEED_URL: "http://127.0.0.1:1/a" }, true)).toThrow("PRICE_FEED_URL");
  expect(() => options({ UPSTASH_REDIS_REST_URL: "http://127.0.0.1:1" })).toThrow("UPSTASH_REDIS_REST_TOKEN");
});

test("sells plans in test mode unless a Stripe account is configured or plans are turned off", () => {
  const account = { STRIPE_SECRET_KEY: "sk_test_1", STRIPE_WEBHOOK_SECRET: "whsec_1" };
  expect(options().sales).toBe("simulated");
  expect(options(account).sales).toBe("configured");
  expect([options({}, false, true).sales, options(account, false, true).sales]).toEqual(["none", "none"]);
});
