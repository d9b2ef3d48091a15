import { createHash, randomUUID } from "node:crypto";
import { TRPCError } from "@trpc/server";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import { ZodError } from "zod";
import { historyEndpoints } from "#features/history/http.ts";
import { marketEndpoints } from "#features/market/http.ts";
import type { PlanName } from "#features/billing/rules/plans.ts";
import { getHostRuntime } from "#server/deps.ts";
import type { WebDeps } from "#server/deps.ts";
import { appErrorData, errorMessage, toTRPCError } from "#trpc/errors.ts";
import type { Call, Keeping } from "./endpoints/endpoint.ts";
import { findCaller, keyOf, nobody, waitOf } from "./keys/find-caller.ts";
import type { ApiCaller } from "./keys/find-caller.ts";
import { API_BASE, DOCUMENT_URL, openApiDocument } from "./endpoints/openapi.ts";
import type { ApiErrorBody } from "./endpoints/openapi.ts";
import { CORS, limitHeaders, limitMessage, preflight } from "./headers.ts";

const served = new Map(
  [...marketEndpoints, ...historyEndpoints].map((endpoint) => [endpoint.path, endpoint]),
);

export type ApiAnswer = { status: number; body: string; keep: Keeping | null };
export type ApiCall = Call<WebDeps>;

export const isApiPath = (path: string): boolean => path.startsWith(`${API_BASE}/`) || path === DOCUMENT_URL;

const answerOf = (
  status: number,
  code: string,
  message: string,
  more: { upgradeUrl?: string } = {},
): ApiAnswer => ({
  status,
  body: JSON.stringify({ error: { code, message, ...more } } satisfies ApiErrorBody),
  keep: null,
});

/** What is asked for, or why that cannot be answered. `path` is without its query, `plan` the caller's. */
export function readCall(
  path: string,
  query: URLSearchParams,
  plan: PlanName,
): ApiCall | { refusal: ApiAnswer } {
  if (path === DOCUMENT_URL) return documentCall;
  const endpoint = served.get(path.slice(API_BASE.length + 1));
  if (endpoint === undefined) {
    const known = [...served.keys()].map((name) => `/${name}`).join(", ");
    return { refusal: answerOf(404, "not_found", `There is no such endpoint; there are ${known}`) };
  }
  try {
    return endpoint.read(query, plan);
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
    const message = errorMessage(new TRPCError({ code: "BAD_REQUEST", cause: error }));
    return { refusal: answerOf(400, "invalid_input", message) };
  }
}

const documentCall: ApiCall = {
  key: "openapi.json",
  keep: { freshS: 3_600, staleS: 86_400 },
  byPlan: false,
  answer: () => Promise.resolve(openApiDocument()),
};

/** Never throws: what failed is a status and a sentence. */
export async function runCall(call: ApiCall, deps: WebDeps, requestId: string): Promise<ApiAnswer> {
  try {
    return { status: 200, body: JSON.stringify(await call.answer(deps)), keep: call.keep };
  } catch (cause) {
    return refusalOf(cause, deps, requestId, call.key);
  }
}

/** What a failure is called and how it is said; one of ours is logged. */
export function refusalOf(cause: unknown, deps: WebDeps, requestId: string, call: string): ApiAnswer {
  const error = toTRPCError(new TRPCError({ code: "INTERNAL_SERVER_ERROR", cause }), requestId);
  const status = getHTTPStatusCodeFromError(error);
  if (status >= 500) deps.log.error({ requestId, call, error: cause }, "public API call failed");
  const data = appErrorData(error);
  const upgradeUrl = data?.["upgradeUrl"];
  const more = typeof upgradeUrl === "string" ? { upgradeUrl } : {};
  return answerOf(status, data?.code ?? "internal", errorMessage(error), more);
}

export const methodRefusal = (): ApiAnswer => answerOf(405, "invalid_input", "This API is read with GET");
export const limitRefusal = (resetS: number, { policy }: ApiCaller): ApiAnswer =>
  answerOf(
    429,
    "rate_limited",
    limitMessage(resetS, policy === "apiKey" ? "with this user's keys" : undefined),
  );

/** `own`: for callers of this plan alone, so no cache on the way may keep it. */
export function cacheControl(keep: Keeping | null, own = false): string {
  if (keep === null) return "no-store";
  if (own) return "private, max-age=0, must-revalidate";
  return `public, max-age=0, s-maxage=${keep.freshS}, stale-while-revalidate=${keep.staleS}`;
}

/** What a cache on the way must know of a call's answer; null where it is everybody's. */
export const sharingOf = (call: ApiCall, caller: ApiCaller, { billing }: WebDeps) =>
  call.byPlan && billing !== null
    ? { own: caller.plan !== "free", vary: "Accept-Encoding, Authorization, X-API-Key" }
    : null;

/** One request on a serverless host. */
export async function answerFromHost(req: Request): Promise<Response> {
  const host = getHostRuntime(req.headers);
  if (host === null) return new Response(null, { status: 404 });
  return answerApi(req, host.deps, { household: host.caller.household, requestId: randomUUID() });
}

/** One request as fetch sees it. `household` pays where no key is sent. */
async function answerApi(
  req: Request,
  deps: WebDeps,
  { household, requestId }: { household: string; requestId: string },
): Promise<Response> {
  const reply = (answer: ApiAnswer, headers: readonly (readonly [string, string])[] = [], own = false) => {
    const shared: [string, string][] = [
      ...CORS,
      ["X-Request-Id", requestId],
      ["Cache-Control", cacheControl(answer.keep, own)],
      ["Content-Type", "application/json; charset=utf-8"],
      ...headers.map(([name, value]): [string, string] => [name, value]),
    ];
    if (answer.status !== 200) return new Response(answer.body, { status: answer.status, headers: shared });
    const etag = `"${createHash("sha1").update(answer.body).digest("base64url")}"`;
    const tagged: [string, string][] = [...shared, ["ETag", etag]];
    const known = req.headers.get("if-none-match")?.split(",") ?? [];
    return known.some((tag) => ["*", etag, `W/${etag}`].includes(tag.trim()))
      ? new Response(null, { status: 304, headers: tagged })
      : new Response(req.method === "HEAD" ? null : answer.body, { headers: tagged });
  };

  if (req.method === "OPTIONS") return new Response(null, { status: 204, headers: [...preflight] });
  if (req.method !== "GET" && req.method !== "HEAD")
    return reply(methodRefusal(), [["Allow", "GET, HEAD, OPTIONS"]]);
  const { pathname, searchParams } = new URL(req.url);
  const key = keyOf(req.headers.get("authorization") ?? undefined, req.headers.get("x-api-key") ?? undefined);
  try {
    const caller = key === null ? nobody(deps, household) : await findCaller(deps, key, household);
    const call = readCall(pathname, searchParams, caller.plan);
    if ("refusal" in call) return reply(call.refusal);
    const spent = await deps.limiter.chargeWork(caller.policy, caller.payer);
    const limits = limitHeaders(spent);
    if (!spent.allowed) return reply(limitRefusal(spent.resetS, caller), limits);
    const sharing = sharingOf(call, caller, deps);
    const vary = sharing === null ? [] : [["Vary", sharing.vary] as const];
    return reply(await runCall(call, deps, requestId), [...limits, ...vary], sharing?.own);
  } catch (cause) {
    return reply(refusalOf(cause, deps, requestId, pathname), waitOf(cause));
  }
}
