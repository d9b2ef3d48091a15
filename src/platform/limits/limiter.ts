import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import type { Clock } from "#platform/clock.ts";
import { createLocalBudget } from "./local-budget.ts";
import type { Policy, Spent } from "./local-budget.ts";
import { asLimiterClient } from "./upstash-limiter-client.ts";
import type { ScriptRunner } from "./upstash-limiter-client.ts";

/** Every limit of the product by name. Fixed windows: at an edge twice as much may pass in a moment. */
export const LIMIT_POLICIES = {
  /** Reads of somebody who is not signed in, by address. */
  anonymousRead: { points: 300, durationS: 60 },
  /** Pages and what comes with them that must be made for the asking, by address: a visit brings about eight. */
  page: { points: 1_200, durationS: 60 },
  /** Signing in, signing up, asking for codes and typing them, by address. */
  signIn: { points: 10, durationS: 60 },
  /** The same by account, which is to say by e-mail address, whether or not it has one. */
  signInAccount: { points: 10, durationS: 3_600 },
  /** Reads by user. */
  userRead: { points: 600, durationS: 60 },
  /** Reads of the public API with a key, by its user. */
  apiKey: { points: 3_000, durationS: 60 },
  /** API keys that nobody has, by address: guessing costs a look-up each. */
  wrongKey: { points: 60, durationS: 60 },
  /** Writes by user. */
  userWrite: { points: 60, durationS: 60 },
  /** Files sent by user. */
  upload: { points: 5, durationS: 60 },
  /** Looking up ranks, by user or address. */
  rankLookup: { points: 300, durationS: 60 },
} as const satisfies Record<string, Policy>;

export type LimitPolicy = keyof typeof LIMIT_POLICIES;

export type Limiter = {
  /** Charges work, in Redis: all processes share one budget. While Redis is away each has its own. */
  chargeWork(policy: LimitPolicy, key: string, points?: number): Promise<Spent>;
  /** Charges what costs no work, such as bytes that lie ready, to this process's own budget: a map look-up. */
  chargeHit(policy: LimitPolicy, key: string, points?: number): Spent;
};

type Deps = { redis: ScriptRunner; clock: Clock; policies?: Readonly<Record<LimitPolicy, Policy>> };

/** Neither open nor closed while Redis is away: the insurance limiter counts in the process until it is back. */
export function createLimiter({ redis, clock, policies = LIMIT_POLICIES }: Deps): Limiter {
  const storeClient = asLimiterClient(redis);
  const open = (name: LimitPolicy) => {
    const policy = policies[name];
    const window = { points: policy.points, duration: policy.durationS };
    const shared = new RateLimiterRedis({
      ...window,
      storeClient,
      useRedisPackage: true,
      keyPrefix: `limit:${name}`,
      // Who is over the limit costs Redis nothing more until the window ends.
      inMemoryBlockOnConsumed: policy.points + 1,
      insuranceLimiter: new RateLimiterMemory(window),
    });
    return { policy, shared, local: createLocalBudget(policy, clock) };
  };
  const counters = {
    anonymousRead: open("anonymousRead"),
    page: open("page"),
    signIn: open("signIn"),
    signInAccount: open("signInAccount"),
    userRead: open("userRead"),
    apiKey: open("apiKey"),
    wrongKey: open("wrongKey"),
    userWrite: open("userWrite"),
    upload: open("upload"),
    rankLookup: open("rankLookup"),
  } satisfies Record<LimitPolicy, unknown>;

  return {
    chargeWork: async (name, key, points = 1) => {
      const { policy, shared } = counters[name];
      try {
        return spentOf(policy, true, await shared.consume(key, points));
      } catch (rejection) {
        if (rejection instanceof RateLimiterRes) return spentOf(policy, false, rejection);
        throw rejection;
      }
    },
    chargeHit: (name, key, points) => counters[name].local(key, points),
  };
}

const spentOf = (policy: Policy, allowed: boolean, res: RateLimiterRes): Spent => ({
  allowed,
  policy,
  remaining: allowed ? res.remainingPoints : 0,
  resetS: Math.max(1, Math.ceil(res.msBeforeNext / 1_000)),
});

/** Of two budgets that both count a request, the one its owner runs out of first. */
export function tighter(one: Spent, other: Spent): Spent {
  if (one.allowed !== other.allowed) return one.allowed ? other : one;
  return one.remaining <= other.remaining ? one : other;
}
