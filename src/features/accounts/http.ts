import type { HttpAnswer, HttpMount, HttpRequest } from "#trpc/http-mount.ts";
import { httpRefusal, refuseFailure } from "#trpc/http-refusal.ts";
import { limitHeaders, limitMessage } from "#trpc/limit-headers.ts";
import type { WebDeps } from "#trpc/register.ts";
import { dataExportPolicy } from "./policies.ts";
import { streamExport } from "./profile/export-data.ts";
import { findRequester } from "./sessions/find-requester.ts";

const PASSWORD_PAGE = "/settings/security";

/** `/.well-known/change-password` (W3C, "A Well-Known URL for Changing Passwords"): password managers open it. */
export const changePasswordMount: HttpMount = {
  matches: (path) => path === "/.well-known/change-password",
  answer: (_deps, { method }) =>
    method === "GET" || method === "HEAD"
      ? { status: 302, body: "", headers: ["Location", PASSWORD_PAGE] }
      : {
          status: 405,
          body: JSON.stringify({ error: { code: "invalid_input", message: "Open this page with GET" } }),
          headers: ["Allow", "GET, HEAD"],
        },
};

type UserActor = NonNullable<Awaited<ReturnType<typeof findRequester>>>;

type SignedIn = {
  method: "GET" | "POST";
  /** Charged to the user. */
  limit: NonNullable<HttpMount["limit"]>;
  /** Logged with a failure of the server. */
  words: string;
  answer: (deps: WebDeps, actor: UserActor, request: HttpRequest) => HttpAnswer | Promise<HttpAnswer>;
};

/** The `answer` of a mount for signed-in users: 401 without a session, 405, 429, and what the verb's errors say. */
export function forSignedIn({ method, limit, words, answer }: SignedIn): HttpMount["answer"] {
  return async (deps, request) => {
    if (request.method !== method) {
      const refused = httpRefusal(405, "invalid_input", `This is asked for with ${method}`);
      return { ...refused, headers: ["Allow", method] };
    }
    try {
      const { headers, ip } = request;
      const visitor = { ip, userAgent: headers["user-agent"] ?? "" };
      const actor = await findRequester(deps, headers.cookie ?? "", visitor);
      if (actor === null) return httpRefusal(401, "unauthenticated", "Sign in to do this");
      const spent = await deps.limiter.chargeWork(limit, actor.userId);
      const said = limitHeaders(spent).flat();
      if (!spent.allowed) {
        const refused = httpRefusal(429, "rate_limited", limitMessage(spent.resetS, "with this account"));
        return { ...refused, headers: said };
      }
      const made = await answer(deps, actor, request);
      return { ...made, headers: [...("headers" in made ? (made.headers ?? []) : []), ...said] };
    } catch (cause) {
      return refuseFailure(cause, request, { log: deps.log, words });
    }
  };
}

/** `POST /api/account/export`: all data about the user as one JSON file. It is made while it is sent. */
export const accountExportMount: HttpMount = {
  matches: (path) => path === "/api/account/export",
  answer: forSignedIn({
    method: "POST",
    limit: dataExportPolicy,
    words: "an account was not exported",
    answer: async (deps, actor) => ({ file: await streamExport(deps, actor) }),
  }),
};
