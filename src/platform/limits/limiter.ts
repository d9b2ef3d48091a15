import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import type { Clock } from "#platform/clock.ts";
import { createLocalBudget } from "./local-budget.ts";
import type { Budget, Spent as SpentBudget } from "./local-budget.ts";
import { asLimiterClient } from "./upstash-limiter-client.ts";
import type { ScriptRunner } from "./upstash-limiter-client.ts";

/**
 * A rate limit of `points` in each fixed window of `durationS`; around the end of a window twice as many calls may pass.
 * Counted by the caller's IP address, by the signed-in user, or by a key that the verb chooses.
 */
export type LimitPolicy = Budget & {
  /** Unique among all features: it is part of the counters' keys in Redis. */
  readonly name: string;
  readonly countBy: "ip" | "user" | "key";
};

export const definePolicy = <P extends LimitPolicy>(policy: P): P => policy;

/** The state of a budget after a charge; its window ends in `resetS` seconds. */
export type Spent = SpentBudget;

export type Limiter = {
  /** Charges a budget in Redis that all processes share. While Redis does not answer, each process has its own. */
  chargeWork(policy: LimitPolicy, key: string, points?: number): Promise<Spent>;
  /** Charges an answer that costs no work, such as one from the byte cache, to a budget of this process alone. */
  chargeHit(policy: LimitPolicy, key: string, points?: number): Spent;
};

type Counter = {
  policy: LimitPolicy;
  shared: RateLimiterRedis;
  local: ReturnType<typeof createLocalBudget>;
};

type Deps = { redis: ScriptRunner; clock: Clock };

/** While Redis does not answer, the insurance limiter counts in this process, so that limits still apply. */
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
      // Further calls of a caller over the limit are refused without Redis until the window ends.
      inMemoryBlockOnConsumed: policy.points + 1,
      insuranceLimiter: new RateLimiterMemory(window),
    });
    return { policy, shared, local: createLocalBudget(policy, clock) };
  };

  /** Policies are constants, so the number of counters is bounded. */
  const counterOf = (policy: LimitPolicy): Counter => {
    const existing = counters.get(policy.name);
    if (existing !== undefined) {
      // Compares values, because the server's modules and Next's bundle have separate copies of the constant.
      if (existing.policy.points !== policy.points || existing.policy.durationS !== policy.durationS)
        throw new Error(`two rate limits are named ${policy.name}`);
      return existing;
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

/** Picks the budget that runs out first, of two that both count a request. */
export function pickTighter(one: Spent, other: Spent): Spent {
  if (one.allowed !== other.allowed) return one.allowed ? other : one;
  return one.remaining <= other.remaining ? one : other;
}
