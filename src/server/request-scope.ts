import type { Session, Visitor } from "#features/accounts/rules/session.ts";
import { findSession, readSessionToken } from "#features/accounts/sessions/find-session.ts";
import { limitHeaders } from "#features/api/headers.ts";
import { tighter } from "#platform/limits/limiter.ts";
import type { Spent } from "#platform/limits/local-budget.ts";
import type { WebDeps } from "./deps.ts";

/** What one HTTP request brings to its calls, and what they leave for its answer. */
export type RequestScope = {
  visitor: Visitor;
  /** What a request of nobody is counted by: an address, or the network that a household is given. */
  household: string;
  /** The `Cookie` header. */
  cookies: string;
  /** Counted already, or made by this process itself. */
  paid: boolean;
  /** Who is signed in: looked up once, however many calls ask. Rejects when nothing can say. */
  session: () => Promise<Session | null>;
  setCookies: (cookies: readonly string[]) => void;
  noteSpent: (spent: Spent) => void;
  answerHeaders: () => Headers;
};

type Facts = { visitor: Visitor; household: string; cookies: string; paid?: boolean };

export function createScope(
  deps: WebDeps,
  { visitor, household, cookies, paid = false }: Facts,
): RequestScope {
  let session: Promise<Session | null> | undefined;
  let spent: Spent | null = null;
  const given: string[] = [];
  const look = (): Promise<Session | null> => {
    const token = cookies === "" ? null : readSessionToken(cookies, deps.auth.secrets);
    return token === null ? Promise.resolve(null) : findSession(deps, token, visitor);
  };
  return {
    visitor,
    household,
    cookies,
    paid,
    session: () => (session ??= look()),
    setCookies: (cookiesOfCall) => {
      given.push(...cookiesOfCall);
    },
    noteSpent: (charge) => {
      spent = spent === null ? charge : tighter(spent, charge);
    },
    answerHeaders: () => {
      const headers = new Headers(
        spent === null ? [] : limitHeaders(spent).map(([name, value]) => [name, value]),
      );
      for (const cookie of given) headers.append("Set-Cookie", cookie);
      return headers;
    },
  };
}

/** This process asking itself, for everybody's answer: nobody is signed in and nothing is counted. */
export const ownScope = (deps: WebDeps): RequestScope =>
  createScope(deps, { visitor: { address: "", userAgent: "" }, household: "", cookies: "", paid: true });
