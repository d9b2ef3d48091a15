import { expect, test } from "vitest";
import { readEnv } from "#platform/env.ts";
import { makePlan } from "./options.ts";

const plan = (env: Record<string, string> = {}, live = false, noPlans = false) =>
  makePlan(readEnv("up", { NODE_ENV: "test", ...env }), { live, dev: false, noPlans });

test("each feed has a database of its own", () => {
  expect(plan().feed).toEqual({ kind: "simulated", database: "ge_metrics_simulated" });
  const live = {
    kind: "live",
    database: "ge_metrics_live",
    url: "https://prices.runescape.wiki/api/v1/osrs",
  };
  expect(plan({}, true).feed).toEqual(live);
  expect(plan({ PRICE_FEED_URL: "https://prices.runescape.wiki/api/v1/osrs/" }).feed).toEqual(live);

  const first = plan({ PRICE_FEED_URL: "http://127.0.0.1:1/a" }).feed;
  const second = plan({ PRICE_FEED_URL: "http://127.0.0.1:1/b" }).feed;
  expect(first.database).toMatch(/^ge_metrics_[0-9a-f]{12}$/);
  expect(first.database).not.toBe(second.database);
  expect(plan({ PRICE_FEED_URL: "http://127.0.0.1:1/a/" }).feed).toEqual(first);
});

test("two feeds at once, or an address without its token, are refused by name", () => {
  expect(() => plan({ PRICE_FEED_URL: "http://127.0.0.1:1/a" }, true)).toThrow("PRICE_FEED_URL");
  expect(() => plan({ UPSTASH_REDIS_REST_URL: "http://127.0.0.1:1" })).toThrow("UPSTASH_REDIS_REST_TOKEN");
});

test("sells in test mode unless it is given an account, or told not to", () => {
  const account = { STRIPE_SECRET_KEY: "sk_test_1", STRIPE_WEBHOOK_SECRET: "whsec_1" };
  expect(plan().sales).toBe("simulated");
  expect(plan(account).sales).toBe("given");
  expect([plan({}, false, true).sales, plan(account, false, true).sales]).toEqual(["none", "none"]);
});
