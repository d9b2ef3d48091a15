import { TRPCError } from "@trpc/server";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import { ZodError } from "zod";
import type { PlanName } from "#features/billing/rules/plans.ts";
import { appErrorData, errorMessage, toTRPCError } from "#trpc/errors.ts";
import type { HttpAnswer, HttpMount, HttpRequest, CacheableAnswer } from "#trpc/http-mount.ts";
import { limitHeaders, limitMessage } from "#trpc/limit-headers.ts";
import type { WebDeps } from "#trpc/register.ts";
import { CORS, preflight } from "./headers.ts";
import { chargeBytes, chargeHit, chargeWork } from "./keys/charge-call.ts";
import { anonymousCaller, findCaller, keyOf, waitOf } from "./keys/find-caller.ts";
import type { ApiCaller } from "./keys/find-caller.ts";
import { servedEndpoints } from "./osrs/served-endpoints.ts";
import type { ServedDeps } from "./osrs/served-endpoints.ts";
import type { Call, CacheTimes } from "./rules/endpoint.ts";
import { API_BASE, DOCUMENT_URL, openApiDocument } from "./rules/openapi.ts";
import type { ApiErrorBody } from "./rules/openapi.ts";

type ApiAnswer = { status: number; body: string; keep: CacheTimes | null };
type ApiCall = Call<ServedDeps>;

/** Published clients write a slash at the end of a path, and upstream answers them. */
const withoutSlash = (path: string): string => (path.endsWith("/") ? path.slice(0, -1) : path);

const isApiPath = (path: string): boolean =>
  path.startsWith(`${API_BASE}/`) || withoutSlash(path) === DOCUMENT_URL;

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

/** The parsed request, or the error to answer. `target` is without its query; `plan` is the caller's. */
function readCall(target: string, query: URLSearchParams, plan: PlanName): ApiCall | { refusal: ApiAnswer } {
  const path = withoutSlash(target);
  if (path === DOCUMENT_URL) return documentCall;
  const endpoint = servedEndpoints.get(path.slice(API_BASE.length + 1));
  if (endpoint === undefined) {
    const known = [...servedEndpoints.keys()].map((name) => `/${name}`).join(", ");
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
  byPlan: false,
  answer: () => Promise.resolve({ value: openApiDocument(), keep: { freshS: 3_600, staleS: 86_400 } }),
};

/** Never throws; a failure becomes a status and a message. */
async function runCall(call: ApiCall, deps: WebDeps, requestId: string): Promise<ApiAnswer> {
  try {
    const { value, keep } = await call.answer(deps);
    return { status: 200, body: JSON.stringify(value), keep };
  } catch (cause) {
    return refusalOf(cause, deps, requestId, call.key);
  }
}

/** The code and the message of a failure; an internal error is logged. */
function refusalOf(cause: unknown, deps: WebDeps, requestId: string, call: string): ApiAnswer {
  const error = toTRPCError(new TRPCError({ code: "INTERNAL_SERVER_ERROR", cause }), requestId);
  const status = getHTTPStatusCodeFromError(error);
  if (status >= 500) deps.log.error({ requestId, call, error: cause }, "public API call failed");
  const data = appErrorData(error);
  const upgradeUrl = data?.["upgradeUrl"];
  const more = typeof upgradeUrl === "string" ? { upgradeUrl } : {};
  return answerOf(status, data?.code ?? "internal", errorMessage(error), more);
}

const methodRefusal = (): ApiAnswer => answerOf(405, "invalid_input", "This API is read with GET");
const limitRefusal = (resetS: number, { policy }: ApiCaller): ApiAnswer =>
  answerOf(
    429,
    "rate_limited",
    limitMessage(resetS, policy.countBy === "user" ? "with this user's keys" : undefined),
  );

/** `own`: the answer is for callers of this plan only, so shared caches must not store it. */
function cacheControl(keep: CacheTimes | null, own = false): string {
  if (keep === null) return "no-store";
  if (own) return "private, max-age=0, must-revalidate";
  return `public, max-age=0, s-maxage=${keep.freshS}, stale-while-revalidate=${keep.staleS}`;
}

/** The caching headers for an answer that depends on the caller; null if all callers get the same answer. */
const sharingOf = (call: ApiCall, caller: ApiCaller, { billing }: WebDeps) =>
  call.byPlan && billing !== null
    ? { own: caller.plan !== "free", vary: "Accept-Encoding, Authorization, X-API-Key" }
    : null;

const joined = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header.join(",") : header;

const asHttp = ({ status, body }: ApiAnswer, headers: readonly string[] = []): HttpAnswer => ({
  status,
  body,
  headers,
});

async function load(
  deps: WebDeps,
  call: ApiCall,
  { caller, requestId }: { caller: ApiCaller; requestId: string },
): Promise<CacheableAnswer> {
  const sharing = sharingOf(call, caller, deps);
  const { status, body, keep } = await runCall(call, deps, requestId);
  return {
    status,
    contentType: "application/json; charset=utf-8",
    body: Buffer.from(body),
    lifetime: keep === null ? null : { freshMs: keep.freshS * 1_000, staleMs: keep.staleS * 1_000 },
    cacheControl: cacheControl(keep, sharing?.own),
    ...(sharing !== null && { vary: sharing.vary }),
  };
}

/** Cached bytes are charged to this process's budget, other answers to the budget that all processes share. */
function answerCaller(
  deps: WebDeps,
  { path, query, requestId }: HttpRequest,
  caller: ApiCaller,
  isKept: (key: string) => boolean,
): HttpAnswer | Promise<HttpAnswer> {
  const call = readCall(path, query, caller.plan);
  const finish = (spent: ReturnType<typeof chargeHit>): HttpAnswer => {
    const headers = limitHeaders(spent).flat();
    if (!spent.allowed) return asHttp(limitRefusal(spent.resetS, caller), headers);
    if ("refusal" in call) return asHttp(call.refusal, headers);
    return {
      key: call.key,
      load: () => load(deps, call, { caller, requestId }),
      charge: (bytes) => limitHeaders(chargeBytes(deps, caller, spent, bytes)).flat(),
    };
  };
  const spent = chargeHit(deps, caller);
  return spent.allowed && !("refusal" in call) && !isKept(call.key)
    ? chargeWork(deps, caller, spent).then(finish)
    : finish(spent);
}

/** The public API: GET and HEAD of the endpoints and of the OpenAPI document, anonymously or with an API key. */
export const apiMount: HttpMount = {
  matches: isApiPath,
  isOpenToPages: true,
  headers: CORS.flat(),
  answer: (deps, request, isKept) => {
    const { method, headers, rateLimitKey, requestId } = request;
    if (method === "OPTIONS") return { status: 204, body: "", headers: preflight.flat() };
    if (method !== "GET" && method !== "HEAD")
      return asHttp(methodRefusal(), ["Allow", "GET, HEAD, OPTIONS"]);
    const key = keyOf(headers.authorization, joined(headers["x-api-key"]));
    if (key === null) return answerCaller(deps, request, anonymousCaller(deps, rateLimitKey), isKept);
    return findCaller(deps, key, rateLimitKey).then(
      (caller) => answerCaller(deps, request, caller, isKept),
      (error: unknown) => asHttp(refusalOf(error, deps, requestId, "key"), waitOf(error).flat()),
    );
  },
};
