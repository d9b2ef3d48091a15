import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { readSessionToken } from "#features/accounts/sessions/find-session.ts";
import { extraPoints } from "#platform/limits/answer-price.ts";
import type { AnswerBytes } from "#platform/limits/answer-price.ts";
import type { Standing } from "#features/accounts/sessions/session-cache.ts";
import { pickTighter } from "#platform/limits/limiter.ts";
import type { Spent } from "#platform/limits/local-budget.ts";
import type { WebRuntime } from "#server/deps.ts";
import { createScope } from "#server/request-scope.ts";
import { anonymousReadPolicy, userReadPolicy } from "#platform/limits/policies.ts";
import type { RequestScope, WebDeps } from "#trpc/register.ts";

type Caller = ReturnType<WebRuntime["callerOf"]>;

/** Cached by connection, because parsing IP addresses costs more than an answer from the byte cache. */
const callers = new WeakMap<Socket, { forwardedFor: string | undefined; caller: Caller }>();

/** Joins the values of a repeated header with commas. */
const joinHeader = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header.join(",") : header;

/** The client of a request: its IP address and its rate limit key. */
export function callerOf(
  runtime: Pick<WebRuntime, "callerOf">,
  { headers, socket }: IncomingMessage,
): Caller {
  const forwardedFor = joinHeader(headers["x-forwarded-for"]);
  const cached = callers.get(socket);
  if (cached !== undefined && cached.forwardedFor === forwardedFor) return cached.caller;
  const caller = runtime.callerOf(socket.remoteAddress, forwardedFor);
  callers.set(socket, { forwardedFor, caller });
  return caller;
}

/** The request scope that the tRPC calls of a request share. */
export function scopeOf(runtime: WebRuntime, req: IncomingMessage): RequestScope {
  const { ip, rateLimitKey } = callerOf(runtime, req);
  return createScope(runtime.deps, {
    visitor: { ip, userAgent: req.headers["user-agent"] ?? "" },
    rateLimitKey,
    cookies: req.headers.cookie ?? "",
  });
}

/**
 * Charges a public read: to this process's own budget, and also to the shared budget in Redis unless the answer is in
 * the byte cache (`isReady`). A session that lives selects its user's budget.
 */
export function chargeRead(
  deps: WebDeps,
  scope: RequestScope,
  calls: number,
  isReady: boolean,
): Spent | Promise<Spent> {
  const hit = chargeHit(deps, scope, calls);
  if (!hit.allowed) return hit;
  if (!isReady) return chargeWork(deps, scope, calls).then((work) => pickTighter(hit, work));
  if (standingOf(deps, scope) !== "unknown") return hit;
  // The address has paid for the look-up. If the session lives, its user's budget pays from now on.
  return scope.session().then(
    (session) => (session === null ? hit : chargeHit(deps, scope, calls)),
    () => hit,
  );
}

/**
 * Charges the size of an answer that is about to be sent, on top of what `chargeRead` charged for its calls. The answer
 * is sent in any case; what it costs is missing to the next ones.
 */
export function chargeBytes(
  deps: WebDeps,
  scope: RequestScope,
  spent: Spent,
  { calls, ...bytes }: AnswerBytes & { calls: number },
): Spent {
  const points = extraPoints(calls, bytes);
  if (points === 0) return spent;
  if (bytes.made > 0)
    chargeWork(deps, scope, points).catch((error: unknown) => deps.log.warn({ error }, "charge failed"));
  return { ...pickTighter(spent, chargeHit(deps, scope, points)), allowed: true };
}

function standingOf({ auth, sessionCache }: WebDeps, { cookies }: RequestScope): Standing {
  const token = cookies === "" ? null : readSessionToken(cookies, auth.secrets);
  return token === null ? "dead" : sessionCache.standingOf(token);
}

/** A signed token alone buys no budget: its session may be over. Until it is found, the address pays. */
function chargeHit(deps: WebDeps, scope: RequestScope, points: number): Spent {
  const standing = standingOf(deps, scope);
  return typeof standing === "string"
    ? deps.limiter.chargeHit(anonymousReadPolicy, scope.rateLimitKey, points)
    : deps.limiter.chargeHit(userReadPolicy, standing.userId, points);
}

async function chargeWork(deps: WebDeps, scope: RequestScope, points: number): Promise<Spent> {
  const session = await scope.session().catch(() => null);
  return session === null
    ? deps.limiter.chargeWork(anonymousReadPolicy, scope.rateLimitKey, points)
    : deps.limiter.chargeWork(userReadPolicy, session.userId, points);
}
