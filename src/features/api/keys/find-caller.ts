import { apiKeyPolicy, wrongKeyPolicy } from "#features/api/policies.ts";
import { anonymousPlan } from "#features/billing/records/find-plan.ts";
import { anonymousReadPolicy } from "#platform/limits/policies.ts";
import { findKey } from "./find-key.ts";
import type { PlanDeps } from "#features/billing/records/find-plan.ts";
import type { PlanName } from "#features/billing/rules/plans.ts";
import { AppError, isAppError } from "#platform/app-error.ts";
import type { Cache } from "#platform/cache/cache.ts";
import type { LimitPolicy, Limiter } from "#platform/limits/limiter.ts";

type Deps = PlanDeps & { cache: Cache; limiter: Limiter };

/** Whose budget a call of the public API costs, and what their plan is. */
export type ApiCaller = { policy: LimitPolicy; payer: string; plan: PlanName };

const BEARER = /^bearer(?: +(.*))?$/i;

/** The key of a request, in either of its two places; null for a request without one. */
export function keyOf(authorization: string | undefined, apiKey: string | undefined): string | null {
  const bearer = BEARER.exec(authorization ?? "");
  if (bearer !== null) return (bearer[1] ?? "").trim();
  return apiKey === undefined || apiKey === "" ? null : apiKey;
}

export const anonymousCaller = (deps: Pick<Deps, "billing">, rateLimitKey: string): ApiCaller => ({
  policy: anonymousReadPolicy,
  payer: rateLimitKey,
  plan: anonymousPlan(deps),
});

/**
 * Who calls with this key. Throws `unauthenticated` for a key that nobody has, `rate_limited` for the address that has
 * tried too many of those, and `plan_required` for a locked one. A plan that allows keys is the largest one.
 */
export async function findCaller(deps: Deps, key: string, rateLimitKey: string): Promise<ApiCaller> {
  const { remaining, resetS } = deps.limiter.chargeHit(wrongKeyPolicy, rateLimitKey, 0);
  if (remaining === 0) {
    throw new AppError("rate_limited", `Too many unknown API keys; try again in ${resetS} s`, {
      retryAfterS: resetS,
    });
  }
  try {
    const { userId } = await findKey(deps, key);
    return { policy: apiKeyPolicy, payer: userId, plan: "pro" };
  } catch (error) {
    if (isAppError(error) && error.code === "unauthenticated") {
      deps.limiter.chargeHit(wrongKeyPolicy, rateLimitKey);
    }
    throw error;
  }
}

/** When to come back, where the failure says it. */
export function waitOf(cause: unknown): readonly (readonly [string, string])[] {
  const waitS = isAppError(cause) ? cause.detail["retryAfterS"] : undefined;
  return waitS === undefined ? [] : [["Retry-After", String(waitS)]];
}
