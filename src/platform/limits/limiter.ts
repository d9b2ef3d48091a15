import { LRUCache } from "lru-cache";
import { RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
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
  /** Answers that cost no work. */
  hits: ReturnType<typeof createLocalBudget>;
  /** Work while Redis does not answer. */
  insured: ReturnType<typeof createLocalBudget>;
  /** When the window of a key over its limit ends, epoch ms: until then it is refused without Redis. */
  blocked: LRUCache<string, number>;
};

type Deps = { redis: ScriptRunner; clock: Clock };

/** Keys are what strangers choose, so only so many are remembered; Redis remembers the others. */
const MAX_BLOCKED = 50_000;

/** While Redis does not answer, each process counts for itself, so that limits still apply. */
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
    });
    const local = () => createLocalBudget(policy, clock);
    return { policy, shared, hits: local(), insured: local(), blocked: new LRUCache({ max: MAX_BLOCKED }) };
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
      const { shared, insured, blocked } = counterOf(policy);
      const nowMs = clock.now().getTime();
      const leftMs = (blocked.get(key) ?? 0) - nowMs;
      if (leftMs > 0) return spentOf(policy, false, { remainingPoints: 0, msBeforeNext: leftMs });
      try {
        return spentOf(policy, true, await shared.consume(key, points));
      } catch (rejection) {
        if (!(rejection instanceof RateLimiterRes)) return insured(key, points);
        blocked.set(key, nowMs + rejection.msBeforeNext);
        return spentOf(policy, false, rejection);
      }
    },
    chargeHit: (policy, key, points) => counterOf(policy).hits(key, points),
  };
}

type Counted = Pick<RateLimiterRes, "remainingPoints" | "msBeforeNext">;

const spentOf = (policy: Budget, allowed: boolean, res: Counted): Spent => ({
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
