import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { readSessionToken } from "#features/accounts/sessions/find-session.ts";
import { pickTighter } from "#platform/limits/limiter.ts";
import type { Spent } from "#platform/limits/local-budget.ts";
import type { WebRuntime } from "#server/deps.ts";
import { createScope } from "#server/request-scope.ts";
import { anonymousReadPolicy, userReadPolicy } from "#platform/limits/policies.ts";
import type { RequestScope, WebDeps } from "#trpc/register.ts";

type Caller = ReturnType<WebRuntime["callerOf"]>;

/** By connection, whose requests mostly come from one client: to read addresses costs more than to answer from bytes. */
const callers = new WeakMap<Socket, { forwardedFor: string | undefined; caller: Caller }>();

/** A header that came more than once, as one. */
export const joined = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header.join(",") : header;

export function callerOf(
  runtime: Pick<WebRuntime, "callerOf">,
  { headers, socket }: IncomingMessage,
): Caller {
  const forwardedFor = joined(headers["x-forwarded-for"]);
  const known = callers.get(socket);
  if (known !== undefined && known.forwardedFor === forwardedFor) return known.caller;
  const caller = runtime.callerOf(socket.remoteAddress, forwardedFor);
  callers.set(socket, { forwardedFor, caller });
  return caller;
}

/** What a request brings to its calls. */
export function scopeOf(runtime: WebRuntime, req: IncomingMessage): RequestScope {
  const { ip, rateLimitKey } = callerOf(runtime, req);
  return createScope(runtime.deps, {
    visitor: { ip, userAgent: req.headers["user-agent"] ?? "" },
    rateLimitKey,
    cookies: req.headers.cookie ?? "",
  });
}

/**
 * What a public read costs: bytes that lie ready are charged to this process's own budget, at once, and work to the one
 * that all processes share. A cookie we signed makes it a user's budget, whose session is looked up only for work.
 */
export function chargeRead(
  deps: WebDeps,
  scope: RequestScope,
  calls: number,
  isReady: boolean,
): Spent | Promise<Spent> {
  const token = scope.cookies === "" ? null : readSessionToken(scope.cookies, deps.auth.secrets);
  const hit =
    token === null
      ? deps.limiter.chargeHit(anonymousReadPolicy, scope.rateLimitKey, calls)
      : deps.limiter.chargeHit(userReadPolicy, token, calls);
  return isReady || !hit.allowed ? hit : chargeWork(deps, scope, calls, hit);
}

async function chargeWork(deps: WebDeps, scope: RequestScope, calls: number, hit: Spent): Promise<Spent> {
  const session = await scope.session().catch(() => null);
  const work =
    session === null
      ? deps.limiter.chargeWork(anonymousReadPolicy, scope.rateLimitKey, calls)
      : deps.limiter.chargeWork(userReadPolicy, session.userId, calls);
  return pickTighter(hit, await work);
}
