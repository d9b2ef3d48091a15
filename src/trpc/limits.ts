import type { Session } from "#features/accounts/rules/session.ts";
import { AppError } from "#platform/app-error.ts";
import type { LimitPolicy } from "#platform/limits/limiter.ts";
import { middleware } from "./init.ts";
import type { Meta } from "./init.ts";

/** Counted by address whoever is signed in: what guards the way in must not be got round by being in. */
const BY_ADDRESS = new Set<LimitPolicy>(["anonymousRead", "signIn"]);

function policyOf(meta: Meta | undefined, isWrite: boolean, session: Session | null): LimitPolicy {
  if (meta?.limit !== undefined) return meta.limit;
  if (session === null) return "anonymousRead";
  return isWrite ? "userWrite" : "userRead";
}

/** Runs for each call, so a batch of 20 costs 20. Throws `rate_limited`, having asked nothing else. */
export const chargeLimits = middleware(async ({ ctx, meta, type, next }) => {
  const { request, deps } = ctx;
  if (request.paid) return next();
  // When nothing can say who it is, the address pays.
  const session = await request.session().catch(() => null);
  const policy = policyOf(meta, type === "mutation", session);
  const payer = session === null || BY_ADDRESS.has(policy) ? request.household : session.userId;
  const spent = await deps.limiter.chargeWork(policy, payer);
  request.noteSpent(spent);
  if (spent.allowed) return next();
  const wait = `${spent.resetS} ${spent.resetS === 1 ? "second" : "seconds"}`;
  throw new AppError("rate_limited", `Too many requests. Wait ${wait}, then try again`, {
    retryAfterS: spent.resetS,
  });
});
