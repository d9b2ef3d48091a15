import type { IncomingMessage, ServerResponse } from "node:http";
import { nodeHTTPRequestHandler } from "@trpc/server/adapters/node-http";
import { readSessionToken } from "#features/accounts/sessions/find-session.ts";
import { limitHeaders, limitMessage } from "#trpc/limit-headers.ts";
import { anonymousPlan } from "#features/billing/records/find-plan.ts";
import type { PlanName } from "#features/billing/rules/plans.ts";
import type { AppErrorCode } from "#platform/app-error.ts";
import type { Spent } from "#platform/limits/local-budget.ts";
import type { WebRuntime } from "#server/deps.ts";
import type { PublicCaching } from "#trpc/init.ts";
import {
  MAX_BATCH_SIZE,
  MAX_BODY_BYTES,
  TRPC_PREFIX,
  answerTrpc,
  responseMeta,
} from "#server/answer-trpc.ts";
import { cacheStampsOf } from "#server/compose.ts";
import type { Feature } from "#trpc/feature.ts";
import type { RequestScope } from "#trpc/register.ts";
import { createInternalScope } from "#server/request-scope.ts";
import { appRouter } from "#server/root.ts";
import type { ByteCache } from "#processes/web/bytes/byte-cache.ts";
import type { CacheableAnswer } from "#trpc/http-mount.ts";
import { chargeRead, scopeOf } from "#processes/web/admission/request-budget.ts";
import { DATA_HEADERS, setHeaders } from "#processes/web/admission/security-headers.ts";
import { readTarget } from "./trpc-target.ts";
import type { TrpcTarget } from "./trpc-target.ts";
import { writeAnswer, writeJson } from "#processes/web/bytes/write-answer.ts";

const METHODS = new Set(["GET", "POST", "HEAD"]);

type Refusal = {
  httpStatus: number;
  code: string;
  rpcCode: number;
  message: string;
  app?: { code: AppErrorCode; retryAfterS: number } | null;
};

const badRequest = (message: string): Refusal => ({
  httpStatus: 400,
  code: "BAD_REQUEST",
  rpcCode: -32_600,
  message,
});

/** Requests that tRPC would answer with a 500 although the caller is at fault. */
function refusalOf(req: IncomingMessage, { problem }: TrpcTarget): Refusal | null {
  if (!METHODS.has(req.method ?? "")) {
    return {
      ...badRequest(`${req.method} is not a method of this API`),
      httpStatus: 405,
      code: "METHOD_NOT_SUPPORTED",
    };
  }
  if (Number(req.headers["content-length"] ?? 0) > MAX_BODY_BYTES) {
    const message = `A request body may hold at most ${MAX_BODY_BYTES} bytes`;
    return { httpStatus: 413, code: "PAYLOAD_TOO_LARGE", rpcCode: -32_013, message };
  }
  return problem === null ? null : badRequest(problem);
}

const tooMany = ({ resetS }: Spent): Refusal => ({
  httpStatus: 429,
  code: "TOO_MANY_REQUESTS",
  rpcCode: -32_029,
  message: limitMessage(resetS),
  app: { code: "rate_limited", retryAfterS: resetS },
});

const refusalBody = ({ message, rpcCode, app = null, ...data }: Refusal, path: string) => ({
  error: { message, code: rpcCode, data: { ...data, path, app } },
});

type Shared = { target: TrpcTarget; caching: PublicCaching; plan: PlanName; requestId: string };

/** Answers `/trpc`: public GETs from the byte cache, the rest by tRPC's Node adapter. */
export function createTrpcHandler(runtime: WebRuntime, cache: ByteCache, features: readonly Feature[]) {
  const { deps } = runtime;
  const stamps = cacheStampsOf(features);
  const publicPlan = anonymousPlan(deps);
  const isSold = deps.billing !== null;

  /** The current stamps of the batch, joined; undefined if a procedure of it has none. */
  const currentStamp = async (names: readonly string[] | null): Promise<string | undefined> =>
    names === null ? undefined : (await Promise.all(names.map((name) => stampOf(name)(deps)))).join();
  const stampOf = (name: string) => {
    const read = stamps[name];
    if (read === undefined) throw new Error(`no feature brings the cache stamp ${name}`);
    return read;
  };

  const keyOf = ({ target, plan }: Pick<Shared, "target" | "plan">): string =>
    `${TRPC_PREFIX}${target.isByPlan ? `${plan}:` : ""}${target.key}`;

  const load = async ({ target, caching, plan, requestId }: Shared, stamp: string | undefined) => {
    const current = await currentStamp(target.stamps);
    if (current !== undefined && current === stamp) return "unchanged" as const;
    const response = await answerTrpc(
      new Request(new URL(TRPC_PREFIX + target.key, "http://web.internal")),
      deps,
      requestId,
      createInternalScope(plan),
    );
    const good = response.status === 200;
    const isOwn = target.isByPlan && plan !== publicPlan;
    return {
      status: response.status,
      contentType: "application/json; charset=utf-8",
      body: Buffer.from(await response.arrayBuffer()),
      lifetime: good ? { freshMs: caching.freshS * 1000, staleMs: caching.staleS * 1000 } : null,
      cacheControl: good ? cacheControlOf(caching, isOwn) : "no-store",
      headers: DATA_HEADERS,
      ...(isSold && target.isByPlan && { vary: "Accept-Encoding, Cookie" }),
      ...(current !== undefined && { stamp: current }),
    } satisfies CacheableAnswer;
  };

  /** Synchronous if the answer is cached, as it is for most requests. */
  const answerShared = (
    req: IncomingMessage,
    res: ServerResponse,
    shared: Shared,
    spent: Spent,
  ): void | Promise<void> => {
    const { target, requestId } = shared;
    const limits = limitHeaders(spent).flat();
    if (!spent.allowed) {
      writeJson(res, 429, refusalBody(tooMany(spent), target.key), requestId, limits);
      return;
    }
    const answer = cache(keyOf(shared), (stamp) => load(shared, stamp));
    if (answer instanceof Promise)
      return answer.then((made) => writeAnswer(req, res, made, requestId, limits));
    writeAnswer(req, res, answer, requestId, limits);
  };

  const chargeAndAnswer = (
    req: IncomingMessage,
    res: ServerResponse,
    scope: RequestScope,
    shared: Shared,
  ): void | Promise<void> => {
    const spent = chargeRead(deps, scope, shared.target.calls, cache.has(keyOf(shared)));
    return spent instanceof Promise
      ? spent.then((charged) => answerShared(req, res, shared, charged))
      : answerShared(req, res, shared, spent);
  };

  /** Whether the answer depends on the plan and the request has a signed session cookie, so that the plan must be read. */
  const mayHaveOwnPlan = (scope: RequestScope, target: TrpcTarget): boolean =>
    isSold &&
    target.isByPlan &&
    scope.cookies !== "" &&
    readSessionToken(scope.cookies, deps.auth.secrets) !== null;

  return (req: IncomingMessage, res: ServerResponse, requestId: string): void | Promise<void> => {
    const target = readTarget(req.url ?? TRPC_PREFIX);
    const refusal = refusalOf(req, target);
    if (refusal !== null) {
      writeJson(res, refusal.httpStatus, refusalBody(refusal, target.path), requestId);
      return;
    }
    const scope = scopeOf(runtime, req);
    const caching = req.method === "GET" ? target.caching : null;
    if (caching !== null) {
      const shared = { target, caching, requestId, plan: publicPlan };
      if (!mayHaveOwnPlan(scope, target)) return chargeAndAnswer(req, res, scope, shared);
      // If the session cannot be read, the caller gets the answer for visitors.
      return scope
        .plan()
        .catch(() => publicPlan)
        .then((plan) => chargeAndAnswer(req, res, scope, { ...shared, plan }));
    }
    setHeaders(res, DATA_HEADERS);
    res.setHeader("X-Request-Id", requestId);
    res.setHeader("Cache-Control", "no-store");
    return nodeHTTPRequestHandler({
      req,
      res,
      path: target.path,
      router: appRouter,
      maxBatchSize: MAX_BATCH_SIZE,
      maxBodySize: MAX_BODY_BYTES,
      responseMeta,
      createContext: () => ({ deps, requestId, request: scope }),
    });
  };
}

/** An answer for the callers of one plan must not be stored by shared caches. */
const cacheControlOf = ({ freshS, staleS }: PublicCaching, isOwn: boolean): string =>
  isOwn
    ? "private, max-age=0, must-revalidate"
    : `public, max-age=0, s-maxage=${freshS}, stale-while-revalidate=${staleS}`;
