import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import type { Clock } from "#platform/clock.ts";
import { createLocalBudget } from "./local-budget.ts";
import type { Budget, Spent as SpentBudget } from "./local-budget.ts";
import { asLimiterClient } from "./upstash-limiter-client.ts";
import type { ScriptRunner } from "./upstash-limiter-client.ts";

/**
 * A limit: `points` in each fixed window of `durationS`, so at a window's edge twice as much may pass in a moment. It is
 * counted by the caller's address, by the signed-in user, or by a key that the verb chooses.
 */
export type LimitPolicy = Budget & {
  /** Unique among all features: the counters of all processes are kept under it. */
  readonly name: string;
  readonly countBy: "ip" | "user" | "key";
};

export const definePolicy = <P extends LimitPolicy>(policy: P): P => policy;

/** What is left of a budget after a charge; `resetS` until its window ends. */
export type Spent = SpentBudget;

export type Limiter = {
  /** Charges work, in Redis: all processes share one budget. While Redis is away each has its own. */
  chargeWork(policy: LimitPolicy, key: string, points?: number): Promise<Spent>;
  /** Charges what costs no work, such as bytes that lie ready, to this process's own budget: a map look-up. */
  chargeHit(policy: LimitPolicy, key: string, points?: number): Spent;
};

type Counter = {
  policy: LimitPolicy;
  shared: RateLimiterRedis;
  local: ReturnType<typeof createLocalBudget>;
};

type Deps = { redis: ScriptRunner; clock: Clock };

/** Neither open nor closed while Redis is away: the insurance limiter counts in the process until it is back. */
export function createLimiter({ redis, clock }: Deps): Limiter {
  const storeClient = asLimiterClient(redis);
  const counters = new Map<string, Counter>();

  const open = (policy: LimitPolicy): Counter => {
    const window = { points: policy.points, duration: policy.durationS };
    const shared = new RateLimiterRedis({
      ...window,
      storeClient,
      useRedisPackage: true,
      keyPrefix: `limit:${policy.name}`,
      // A caller over the limit costs Redis nothing more until the window ends.
      inMemoryBlockOnConsumed: policy.points + 1,
      insuranceLimiter: new RateLimiterMemory(window),
    });
    return { policy, shared, local: createLocalBudget(policy, clock) };
  };

  /** Policies are constants of the code, so there are as many counters as policies. */
  const counterOf = (policy: LimitPolicy): Counter => {
    const known = counters.get(policy.name);
    if (known !== undefined) {
      // By value: the server's modules and Next's bundle each hold a copy of the constant.
      if (known.policy.points !== policy.points || known.policy.durationS !== policy.durationS)
        throw new Error(`two rate limits are named ${policy.name}`);
      return known;
    }
    const counter = open(policy);
    counters.set(policy.name, counter);
    return counter;
  };

  return {
    chargeWork: async (policy, key, points = 1) => {
      const { shared } = counterOf(policy);
      try {
        return spentOf(policy, true, await shared.consume(key, points));
      } catch (rejection) {
        if (rejection instanceof RateLimiterRes) return spentOf(policy, false, rejection);
        throw rejection;
      }
    },
    chargeHit: (policy, key, points) => counterOf(policy).local(key, points),
  };
}

const spentOf = (policy: Budget, allowed: boolean, res: RateLimiterRes): Spent => ({
  allowed,
  policy,
  remaining: allowed ? res.remainingPoints : 0,
  resetS: Math.max(1, Math.ceil(res.msBeforeNext / 1_000)),
});

/** Of two budgets that both count a request, the one that runs out first. */
export function pickTighter(one: Spent, other: Spent): Spent {
  if (one.allowed !== other.allowed) return one.allowed ? other : one;
  return one.remaining <= other.remaining ? one : other;
}
