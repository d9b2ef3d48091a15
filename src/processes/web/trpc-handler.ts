import type { IncomingMessage, ServerResponse } from "node:http";
import { nodeHTTPRequestHandler } from "@trpc/server/adapters/node-http";
import { readSessionToken } from "#features/accounts/find-session.ts";
import { limitHeaders, limitMessage } from "#features/api/headers.ts";
import { currentVersion } from "#features/market/load-market.ts";
import type { AppErrorCode } from "#platform/app-error.ts";
import type { Spent } from "#platform/local-budget.ts";
import type { WebRuntime } from "#trpc/deps.ts";
import type { Meta, PublicCaching } from "#trpc/init.ts";
import {
  MAX_BATCH_SIZE,
  MAX_BODY_BYTES,
  TRPC_PREFIX,
  answerTrpc,
  responseMeta,
} from "#trpc/fetch-handler.ts";
import type { RequestScope } from "#trpc/request-scope.ts";
import { ownScope } from "#trpc/request-scope.ts";
import { appRouter } from "#trpc/root.ts";
import type { ByteCache, Fetched } from "./byte-cache.ts";
import { chargeRead, scopeOf } from "./request-budget.ts";
import { DATA_HEADERS, setHeaders } from "./security-headers.ts";
import { writeAnswer, writeJson } from "./write-answer.ts";

const NO_QUERY = new URLSearchParams();
const METHODS = new Set(["GET", "POST", "HEAD"]);

/** By full path ("items.get"). The type shows the nested routers, the value is flat. */
const flatProcedures = appRouter._def.procedures as unknown as Record<string, { _def: { meta?: Meta } }>;
const procedures = new Map(Object.entries(flatProcedures).map(([path, { _def }]) => [path, _def.meta]));

/** How long a GET of these procedures may be kept: the strictest of the batch, null when one may not be. */
function cachingOf(paths: readonly string[]): PublicCaching | null {
  let strictest: PublicCaching | null = null;
  for (const path of paths) {
    const caching = procedures.get(path)?.cache;
    if (caching === undefined) return null;
    if (strictest === null || caching.freshS < strictest.freshS) strictest = caching;
  }
  return strictest;
}

const isForNobody = (path: string): boolean => procedures.get(path)?.cache?.forNobody === true;

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

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** What tRPC itself would answer with a 500: a path or an input that cannot even be decoded. */
function refusalOf(req: IncomingMessage, path: string, query: URLSearchParams): Refusal | null {
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
  try {
    decodeURIComponent(path);
  } catch {
    return badRequest("The path is not valid percent-encoding");
  }
  const input = query.get("input");
  if (input !== null && input !== "" && !isJson(input)) return badRequest("input is not JSON");
  return null;
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

/** The cache key: other parameters than tRPC's own change nothing, so they must not make another entry. */
function keyOf(path: string, query: URLSearchParams): string {
  const kept = new URLSearchParams();
  for (const name of ["batch", "input"]) {
    const value = query.get(name);
    if (value !== null) kept.set(name, value);
  }
  return kept.size === 0 ? path : `${path}?${kept}`;
}

type Shared = { key: string; caching: PublicCaching; requestId: string; spent: Spent };

/** Answers `/trpc`: public GETs from bytes, the rest by tRPC's node adapter. */
export function createTrpcHandler(runtime: WebRuntime, cache: ByteCache) {
  const { deps } = runtime;
  const isSold = deps.billing !== null;
  /** Somebody's own answer is made for them alone; only a cookie that we signed can be somebody's. */
  const isTheirOwn = ({ cookies }: RequestScope, paths: readonly string[]): boolean =>
    isSold &&
    cookies !== "" &&
    paths.some(isForNobody) &&
    readSessionToken(cookies, deps.auth.secrets) !== null;
  const fetchBytes = async (
    key: string,
    caching: PublicCaching,
    requestId: string,
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
    const byCookie = isSold && (key.split("?", 1)[0] ?? "").split(",").some(isForNobody);
    const cacheControl = `public, max-age=0, s-maxage=${caching.freshS}, stale-while-revalidate=${caching.staleS}`;
    return {
      status: response.status,
      contentType: "application/json; charset=utf-8",
      body: Buffer.from(await response.arrayBuffer()),
      keep: good ? { freshMs: caching.freshS * 1000, staleMs: caching.staleS * 1000 } : null,
      cacheControl: good ? cacheControl : "no-store",
      headers: DATA_HEADERS,
      ...(byCookie && { vary: "Accept-Encoding, Cookie" }),
      ...(tick !== undefined && { stamp: tick }),
    } satisfies Fetched;
  };

  /** Without a promise where the bytes lie ready: that is most of all requests. */
  const answerShared = (
    req: IncomingMessage,
    res: ServerResponse,
    { key, caching, requestId, spent }: Shared,
  ): void | Promise<void> => {
    const limits = limitHeaders(spent).flat();
    if (!spent.allowed) {
      writeJson(res, 429, refusalBody(tooMany(spent), key), requestId, limits);
      return;
    }
    const answer = cache(TRPC_PREFIX + key, (stamp) => fetchBytes(key, caching, requestId, stamp));
    if (answer instanceof Promise)
      return answer.then((made) => writeAnswer(req, res, made, requestId, limits));
    writeAnswer(req, res, answer, requestId, limits);
  };

  return (req: IncomingMessage, res: ServerResponse, requestId: string): void | Promise<void> => {
    const target = req.url ?? TRPC_PREFIX;
    const mark = target.indexOf("?");
    const path = target.slice(TRPC_PREFIX.length, mark < 0 ? undefined : mark);
    const query = mark < 0 ? NO_QUERY : new URLSearchParams(target.slice(mark + 1));
    const refusal = refusalOf(req, path, query);
    if (refusal !== null) {
      writeJson(res, refusal.httpStatus, refusalBody(refusal, path), requestId);
      return;
    }
    const scope = scopeOf(runtime, req);
    const paths = path.split(",");
    const caching = req.method === "GET" && paths.length <= MAX_BATCH_SIZE ? cachingOf(paths) : null;
    if (caching !== null && !isTheirOwn(scope, paths)) {
      const key = mark < 0 ? path : keyOf(path, query);
      const spent = chargeRead(deps, scope, paths.length, cache.holds(TRPC_PREFIX + key));
      const shared = { key, caching, requestId };
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
