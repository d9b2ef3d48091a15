import { apiKeyPolicy, wrongKeyPolicy } from "#features/api/policies.ts";
import { anonymousPlan } from "#features/billing/records/find-plan.ts";
import { anonymousReadPolicy } from "#platform/limits/policies.ts";
import { findApiKey } from "./find-key.ts";
import type { PlanDeps } from "#features/billing/records/find-plan.ts";
import type { PlanName } from "#features/billing/rules/plans.ts";
import { AppError, isAppError } from "#platform/app-error.ts";
import type { Cache } from "#platform/cache/cache.ts";
import type { LimitPolicy, Limiter } from "#platform/limits/limiter.ts";

type Deps = PlanDeps & { cache: Cache; limiter: Limiter };

/** The rate limit subject and the plan of a call to the public API. */
export type ApiCaller = { policy: LimitPolicy; payer: string; plan: PlanName };

const BEARER = /^bearer(?: +(.*))?$/i;

/** The key of a request, from either of the two headers; null without one. */
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
 * The caller with this key. Throws `unauthenticated` for an unknown key, `rate_limited` for an IP address that has
 * tried too many unknown keys, and `plan_required` for a locked key.
 */
export async function findCaller(deps: Deps, key: string, rateLimitKey: string): Promise<ApiCaller> {
  const { remaining, resetS } = deps.limiter.chargeHit(wrongKeyPolicy, rateLimitKey, 0);
  if (remaining === 0) {
    throw new AppError("rate_limited", `Too many unknown API keys; try again in ${resetS} s`, {
      retryAfterS: resetS,
    });
  }
  try {
    const { userId, plan } = await findApiKey(deps, key);
    return { policy: apiKeyPolicy, payer: userId, plan };
  } catch (error) {
    if (isAppError(error) && error.code === "unauthenticated") {
      deps.limiter.chargeHit(wrongKeyPolicy, rateLimitKey);
    }
    throw error;
  }
}

/** The seconds to wait, if the failure says so. */
export function waitOf(cause: unknown): readonly (readonly [string, string])[] {
  const waitS = isAppError(cause) ? cause.detail["retryAfterS"] : undefined;
  return waitS === undefined ? [] : [["Retry-After", String(waitS)]];
}
