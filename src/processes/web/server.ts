import { createServer } from "node:http";
import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import { isApiPath } from "#features/api/http.ts";
import { currentVersion } from "#features/market/load-market.ts";
import { monotonicMs } from "#platform/clock.ts";
import type { WebRuntime } from "#trpc/deps.ts";
import { TRPC_PREFIX } from "#trpc/fetch-handler.ts";
import { createApiHandler } from "./api-handler.ts";
import { createByteCache } from "./byte-cache.ts";
import { createHealthHandler } from "./health-handler.ts";
import type { Readiness } from "./health-handler.ts";
import { createPageHandler } from "./page-handler.ts";
import { createRequestIds } from "./request-ids.ts";
import { createTrpcHandler } from "./trpc-handler.ts";
import { writeJson } from "./write-answer.ts";

const CACHE_BYTES = 128 * 1024 * 1024;
const LIMITS = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 65_000,
  maxHeaderSize: 16 * 1024,
} as const;

/**
 * The web tier's one HTTP server: `/trpc` and the public API from bytes, `/health`, shared pages from bytes, and
 * everything else by `next`. `cachePages` is off in development, where a page must show the newest code.
 */
export async function createWebServer(opts: {
  runtime: WebRuntime;
  next: RequestListener;
  readiness: Readiness;
  cachePages: boolean;
}): Promise<{ server: Server; close: () => Promise<void> }> {
  const { deps } = opts.runtime;
  const cache = createByteCache({
    clock: deps.clock,
    maxBytes: CACHE_BYTES,
    onError: (error, key) => deps.log.warn({ error, key }, "refresh failed; the last good answer stays"),
  });
  const trpc = createTrpcHandler(deps, cache);
  const api = createApiHandler(opts.runtime, cache);
  const health = createHealthHandler(opts.runtime, opts.readiness);
  const pages = await createPageHandler({
    renderPage: opts.next,
    cache,
    currentStamp: async () => String(await currentVersion(deps)),
  });
  const nextRequestId = createRequestIds();

  const route = async (req: IncomingMessage, res: ServerResponse, requestId: string): Promise<void> => {
    const url = req.url ?? "/";
    if (url.startsWith(TRPC_PREFIX)) return trpc(req, res, requestId);
    if (url === "/health" || url.startsWith("/health/")) {
      return health(url.split("?", 1)[0] ?? url, res, requestId);
    }
    if (isApiPath(url.split("?", 1)[0] ?? url)) return api(req, res, requestId);
    if (opts.cachePages && pages.isShared(req)) return pages.answer(req, res, requestId);
    res.setHeader("X-Request-Id", requestId);
    opts.next(req, res);
  };

  const server = createServer(LIMITS, (req, res) => {
    const requestId = nextRequestId();
    const startedAt = monotonicMs();
    if (deps.log.isLevelEnabled("debug")) {
      res.once("finish", () => {
        const ms = Math.round((monotonicMs() - startedAt) * 10) / 10;
        deps.log.debug(
          { requestId, method: req.method, url: req.url, status: res.statusCode, ms },
          "request",
        );
      });
    }
    route(req, res, requestId).catch((error: unknown) => {
      deps.log.error({ requestId, method: req.method, url: req.url, error }, "request failed");
      if (res.headersSent) res.destroy();
      else
        writeJson(
          res,
          500,
          { error: { code: "internal", message: `Internal error (${requestId})` } },
          requestId,
        );
    });
  });
  return { server, close: pages.close };
}
