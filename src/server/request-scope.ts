import { findAdminAccess } from "#features/accounts/admin/find-admin-access.ts";
import { readSignedCookie } from "#features/accounts/core/sign-cookies.ts";
import { DEVICE_COOKIE } from "#features/accounts/rules/session.ts";
import { findSession, readSessionToken } from "#features/accounts/sessions/find-session.ts";
import { findPlan } from "#features/billing/records/find-plan.ts";
import type { PlanName } from "#features/billing/rules/plans.ts";
import type { AdminAccess, Session, Visitor } from "#platform/actor.ts";
import { pickTighter } from "#platform/limits/limiter.ts";
import type { Spent } from "#platform/limits/limiter.ts";
import { limitHeaders } from "#trpc/limit-headers.ts";
import type { RequestScope, WebDeps } from "#trpc/register.ts";

type RequestFacts = { visitor: Visitor; rateLimitKey: string; cookies: string };

/** The scope of an HTTP request. Reads the session and the plan at most once, on first use. */
export function createScope(deps: WebDeps, { visitor, rateLimitKey, cookies }: RequestFacts): RequestScope {
  let session: Promise<Session | null> | undefined;
  let plan: Promise<PlanName> | undefined;
  let adminAccess: Promise<AdminAccess | null> | undefined;
  const readSession = (): Promise<Session | null> => {
    const token = cookies === "" ? null : readSessionToken(cookies, deps.auth.secrets);
    return token === null ? Promise.resolve(null) : findSession(deps, token, visitor);
  };
  const readDevice = () =>
    cookies === "" ? null : readSignedCookie(cookies, DEVICE_COOKIE, deps.auth.secrets);
  const readSessionOnce = () => (session ??= readSession());
  return {
    ...createAnswerParts(),
    actor: { kind: "anonymous", visitor: { ...visitor, readDevice } },
    rateLimitKey,
    cookies,
    skipsLimits: false,
    session: readSessionOnce,
    adminAccess: () =>
      (adminAccess ??= readSessionOnce().then((found) =>
        found === null ? null : findAdminAccess(deps, found),
      )),
    plan: () => (plan ??= readSessionOnce().then((found) => findPlan(deps, found?.userId ?? null))),
  };
}

/** The scope of calls that this process makes for pages and the byte cache: without a session and without rate limits. */
export const createInternalScope = (plan: PlanName): RequestScope => ({
  ...createAnswerParts(),
  actor: { kind: "anonymous", visitor: { ip: "", userAgent: "" } },
  rateLimitKey: "",
  cookies: "",
  skipsLimits: true,
  session: () => Promise.resolve(null),
  adminAccess: () => Promise.resolve(null),
  plan: () => Promise.resolve(plan),
});

/** Collects what the calls of a request add to its answer: cookies and the rest of the budget. */
function createAnswerParts(): Pick<RequestScope, "setCookies" | "recordSpent" | "answerHeaders"> {
  let spent: Spent | null = null;
  const setCookies: string[] = [];
  return {
    setCookies: (cookies) => {
      setCookies.push(...cookies);
    },
    recordSpent: (charge) => {
      spent = spent === null ? charge : pickTighter(spent, charge);
    },
    answerHeaders: () => {
      const headers = new Headers(
        spent === null ? [] : limitHeaders(spent).map(([name, value]) => [name, value]),
      );
      for (const cookie of setCookies) headers.append("Set-Cookie", cookie);
      return headers;
    },
  };
}
