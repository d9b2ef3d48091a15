import type { IncomingMessage, ServerResponse } from "node:http";
import { nodeHTTPRequestHandler } from "@trpc/server/adapters/node-http";
import { readSessionToken } from "#features/accounts/sessions/find-session.ts";
import { limitHeaders, limitMessage } from "#features/api/headers.ts";
import { currentVersion } from "#features/market/list/load-market.ts";
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
} from "#server/fetch-handler.ts";
import type { RequestScope } from "#server/request-scope.ts";
import { ownScope } from "#server/request-scope.ts";
import { appRouter } from "#server/root.ts";
import type { ByteCache, Fetched } from "#processes/web/bytes/byte-cache.ts";
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

/** What tRPC itself would answer with a 500. */
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

type Shared = {
  key: string;
  caching: PublicCaching;
  isForNobody: boolean;
  requestId: string;
  spent: Spent;
};

/** Answers `/trpc`: public GETs from bytes, the rest by tRPC's node adapter. */
export function createTrpcHandler(runtime: WebRuntime, cache: ByteCache) {
  const { deps } = runtime;
  const isSold = deps.billing !== null;
  /** Somebody's own answer is made for them alone; only a cookie that we signed can be somebody's. */
  const isTheirOwn = ({ cookies }: RequestScope, { isForNobody }: TrpcTarget): boolean =>
    isSold && cookies !== "" && isForNobody && readSessionToken(cookies, deps.auth.secrets) !== null;
  const fetchBytes = async (
    { key, caching, isForNobody, requestId }: Omit<Shared, "spent">,
    stamp: string | undefined,
  ) => {
    const tick = caching.perTick ? String(await currentVersion(deps)) : undefined;
    if (tick !== undefined && tick === stamp) return "unchanged" as const;
    const response = await answerTrpc(
      new Request(new URL(TRPC_PREFIX + key, "http://web.internal")),
      deps,
      requestId,
      ownScope(deps),
    );
    const good = response.status === 200;
    const cacheControl = `public, max-age=0, s-maxage=${caching.freshS}, stale-while-revalidate=${caching.staleS}`;
    return {
      status: response.status,
      contentType: "application/json; charset=utf-8",
      body: Buffer.from(await response.arrayBuffer()),
      keep: good ? { freshMs: caching.freshS * 1000, staleMs: caching.staleS * 1000 } : null,
      cacheControl: good ? cacheControl : "no-store",
      headers: DATA_HEADERS,
      ...(isSold && isForNobody && { vary: "Accept-Encoding, Cookie" }),
      ...(tick !== undefined && { stamp: tick }),
    } satisfies Fetched;
  };

  /** Without a promise where the bytes lie ready: that is most of all requests. */
  const answerShared = (req: IncomingMessage, res: ServerResponse, shared: Shared): void | Promise<void> => {
    const { key, requestId, spent } = shared;
    const limits = limitHeaders(spent).flat();
    if (!spent.allowed) {
      writeJson(res, 429, refusalBody(tooMany(spent), key), requestId, limits);
      return;
    }
    const answer = cache(TRPC_PREFIX + key, (stamp) => fetchBytes(shared, stamp));
    if (answer instanceof Promise)
      return answer.then((made) => writeAnswer(req, res, made, requestId, limits));
    writeAnswer(req, res, answer, requestId, limits);
  };

  return (req: IncomingMessage, res: ServerResponse, requestId: string): void | Promise<void> => {
    const target = readTarget(req.url ?? TRPC_PREFIX);
    const { path, key, calls, isForNobody } = target;
    const refusal = refusalOf(req, target);
    if (refusal !== null) {
      writeJson(res, refusal.httpStatus, refusalBody(refusal, path), requestId);
      return;
    }
    const scope = scopeOf(runtime, req);
    const caching = req.method === "GET" ? target.caching : null;
    if (caching !== null && !isTheirOwn(scope, target)) {
      const spent = chargeRead(deps, scope, calls, cache.holds(TRPC_PREFIX + key));
      const shared = { key, caching, isForNobody, requestId };
      if (!(spent instanceof Promise)) return answerShared(req, res, { ...shared, spent });
      return spent.then((charged) => answerShared(req, res, { ...shared, spent: charged }));
    }
    setHeaders(res, DATA_HEADERS);
    res.setHeader("X-Request-Id", requestId);
    res.setHeader("Cache-Control", "no-store");
    return nodeHTTPRequestHandler({
      req,
      res,
      path,
      router: appRouter,
      maxBatchSize: MAX_BATCH_SIZE,
      maxBodySize: MAX_BODY_BYTES,
      responseMeta,
      createContext: () => ({ deps, requestId, request: scope }),
    });
  };
}
