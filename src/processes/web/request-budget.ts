import type { IncomingMessage } from "node:http";
import { readSessionToken } from "#features/accounts/find-session.ts";
import { tighter } from "#platform/limiter.ts";
import type { Spent } from "#platform/local-budget.ts";
import type { WebDeps, WebRuntime } from "#trpc/deps.ts";
import { createScope } from "#trpc/request-scope.ts";
import type { RequestScope } from "#trpc/request-scope.ts";

/** What a request brings to its calls. */
export function scopeOf({ deps, callerOf }: WebRuntime, req: IncomingMessage): RequestScope {
  const forwarded = req.headers["x-forwarded-for"];
  const { address, household } = callerOf(
    req.socket.remoteAddress,
    Array.isArray(forwarded) ? forwarded.join(",") : forwarded,
  );
  return createScope(deps, {
    visitor: { address, userAgent: req.headers["user-agent"] ?? "" },
    household,
    cookies: req.headers.cookie ?? "",
  });
}

/**
 * What a public read costs: bytes that lie ready are charged to this process's own budget, work to the one that all
 * processes share. A cookie we signed makes it a user's budget, whose session is looked up only where work is done.
 */
export async function chargeRead(
  deps: WebDeps,
  scope: RequestScope,
  calls: number,
  isReady: boolean,
): Promise<Spent> {
  const token = scope.cookies === "" ? null : readSessionToken(scope.cookies, deps.auth.secrets);
  const hit =
    token === null
      ? deps.limiter.chargeHit("anonymousRead", scope.household, calls)
      : deps.limiter.chargeHit("userRead", token, calls);
  if (isReady || !hit.allowed) return hit;
  const session = await scope.session().catch(() => null);
  const work =
    session === null
      ? deps.limiter.chargeWork("anonymousRead", scope.household, calls)
      : deps.limiter.chargeWork("userRead", session.userId, calls);
  return tighter(hit, await work);
}
