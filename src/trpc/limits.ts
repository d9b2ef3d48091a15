import type { Session } from "#platform/actor.ts";
import { AppError } from "#platform/app-error.ts";
import type { LimitPolicy } from "#platform/limits/limiter.ts";
import { middleware } from "./init.ts";
import type { Meta } from "./init.ts";
import { anonymousReadPolicy, userReadPolicy, userWritePolicy } from "#platform/limits/policies.ts";

function policyOf(meta: Meta | undefined, isWrite: boolean, session: Session | null): LimitPolicy {
  if (meta?.limit !== undefined) return meta.limit;
  if (session === null) return anonymousReadPolicy;
  return isWrite ? userWritePolicy : userReadPolicy;
}

/** Charges each call, so that a batch of 20 costs 20. Throws `rate_limited` before the procedure runs. */
export const chargeLimits = middleware(async ({ ctx, meta, type, next }) => {
  const { request, deps } = ctx;
  if (request.skipsLimits) return next();
  // If the session cannot be read, the call is counted by IP address.
  const session = await request.session().catch(() => null);
  const policy = policyOf(meta, type === "mutation", session);
  const payer = session === null || policy.countBy === "ip" ? request.rateLimitKey : session.userId;
  const spent = await deps.limiter.chargeWork(policy, payer);
  request.recordSpent(spent);
  if (spent.allowed) return next();
  const wait = `${spent.resetS} ${spent.resetS === 1 ? "second" : "seconds"}`;
  throw new AppError("rate_limited", `Too many requests. Wait ${wait}, then try again`, {
    retryAfterS: spent.resetS,
  });
});
