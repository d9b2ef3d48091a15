import { createServer } from "node:http";
import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import { currentVersion } from "#features/market/list/load-market.ts";
import { features as allFeatures } from "#server/features.ts";
import type { Feature } from "#trpc/feature.ts";
import { monotonicMs } from "#platform/clock.ts";
import type { WebRuntime } from "#server/deps.ts";
import { TRPC_PREFIX } from "#server/answer-trpc.ts";
import { createMountHandler } from "./handlers/mount-handler.ts";
import { BoundedMessage } from "./admission/bounded-message.ts";
import { createAssetHandler } from "./assets/asset-handler.ts";
import { createAnswerBounds } from "./bytes/answer-bounds.ts";
import { createByteCache } from "./bytes/byte-cache.ts";
import { createClientErrorHandler } from "./admission/client-errors.ts";
import { createCspReportHandler } from "./pages/csp-report.ts";
import { SECURITY_TXT_PATH, createSecurityTxtHandler } from "./pages/security-txt.ts";
import { pathOf, rejectUnsafeRequest, refusalBody } from "./admission/unsafe-request.ts";
import { takeOwnTarget } from "./admission/own-target.ts";
import { createDrainable } from "./drain.ts";
import { createHealthHandler } from "./handlers/health-handler.ts";
import type { Readiness } from "./handlers/health-handler.ts";
import { makeNonce } from "./pages/inline-scripts.ts";
import { callerOf } from "./admission/request-budget.ts";
import { limitConnections } from "./admission/connection-limit.ts";
import { parseTrustedProxies } from "#platform/limits/client-ip.ts";
import type { Log } from "#platform/log/log.ts";
import { closeSlowReaders } from "./admission/slow-readers.ts";
import { createConnections } from "./admission/connection-state.ts";
import { createPageHandler, nonceHeaders } from "./pages/page-handler.ts";
import { createPageBudget, pagePolicy, renderPolicy } from "./pages/page-budget.ts";
import { figuresOf, sharedPagesOf } from "#server/compose.ts";
import { isAppError } from "#platform/app-error.ts";
import { addFigures } from "#platform/metrics/metrics.ts";
import { createRouteLabel, methodLabel, statusLabel } from "./admission/route-label.ts";
import { createRequestIds } from "./admission/request-ids.ts";
import { CSP_REPORT_PATH, createPageHeaders, setHeaders } from "./admission/security-headers.ts";
import { createWorkerScript } from "./offline/worker-script.ts";
import { createTrpcHandler } from "./handlers/trpc-handler.ts";
import { writeJson, writeText } from "./bytes/write-answer.ts";

const CACHE_BYTES = 96 * 1024 * 1024;
const SWEEP_MS = 15_000;
const PAGE_METHODS = new Set(["GET", "HEAD", "POST"]);
const CLOSE = ["Connection", "close"];

/** Time-outs and the connection limit, so that slow or idle clients occupy nothing but a socket. */
const LIMITS = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 1_000,
  /** During an answer, a connection without traffic for this long is closed. */
  silentMs: 60_000,
  /** A connection that holds more than this of an answer unsent must read at least so fast; checked so often. */
  slowFromBytes: 256 * 1024,
  slowBytesPerS: 32 * 1024,
  slowCheckMs: 2_000,
  /** Half of the file descriptors of a process; the rest is for databases, files and Next. */
  maxConnections: 10_000,
};
const WARN_EVERY_MS = 10_000;

export type WebLimits = typeof LIMITS;

export type WebServer = {
  server: Server;
  /** Accepts connections for `noticeMs` more, then closes when the last answer is sent. */
  drain: (noticeMs: number) => Promise<void>;
  close: () => Promise<void>;
};

/** Logs a warning at most once in WARN_EVERY_MS, because an attack would fill the log. */
function createWarning(log: Log, message: string, fields: Record<string, unknown> = {}): () => void {
  let nextAt = 0;
  return () => {
    if (monotonicMs() < nextAt) return;
    nextAt = monotonicMs() + WARN_EVERY_MS;
    log.warn(fields, message);
  };
}

/**
 * The HTTP server of the web process: answers `/trpc`, the features' own paths, `/health` and shared pages, and passes
 * all other requests to `next`. `cachePages` is off in development, where a page must show the newest code.
 */
export async function createWebServer(opts: {
  runtime: WebRuntime;
  next: RequestListener;
  readiness: Readiness;
  cachePages: boolean;
  limits?: Partial<WebLimits>;
  /** The folder of the build output; without it Next answers for it, as in development. */
  assetsDir?: string;
  /** The id of the build, which names what browsers keep for the time without a network; without it they keep nothing. */
  buildId?: string;
  /** By default those of server/features.ts. */
  features?: readonly Feature[];
}): Promise<WebServer> {
  const { deps, env, metrics } = opts.runtime;
  const limits = { ...LIMITS, ...opts.limits };
  const bounds = createAnswerBounds();
  const cache = createByteCache({
    clock: deps.clock,
    gate: bounds.gate,
    onLookup: (result) => metrics.lookups.inc({ layer: "bytes", result }),
    maxBytes: CACHE_BYTES,
    onError: (error, key) => deps.log.warn({ error, key }, "refresh failed; the last good answer stays"),
  });
  const pageHeaders = createPageHeaders({
    iconBaseUrl: env.ICON_BASE_URL,
    dev: env.NODE_ENV === "development",
  });
  const features = opts.features ?? allFeatures;
  const routeLabel = createRouteLabel(features);
  addFigures(metrics, figuresOf(features), deps);
  const trpc = createTrpcHandler(opts.runtime, cache, bounds, features);
  const mountAt = createMountHandler(opts.runtime, cache, bounds, features);
  const health = createHealthHandler(opts.runtime, opts.readiness, features);
  const assets = opts.assetsDir === undefined ? null : createAssetHandler(opts.assetsDir);
  const workerScript = createWorkerScript(env.OFFLINE_PAGES === "on" ? (opts.buildId ?? null) : null);
  const cspReport = createCspReportHandler(opts.runtime);
  const securityTxt = createSecurityTxtHandler(opts.runtime);
  const pages = await createPageHandler({
    renderPage: opts.next,
    cache,
    currentStamp: async () => String(await currentVersion(deps)),
    headers: pageHeaders,
    sharedPages: sharedPagesOf(features),
  });
  const errorHeadersOf = (req: IncomingMessage) => mountAt(pathOf(req.url ?? "/"))?.headers ?? [];
  const nextRequestId = createRequestIds();
  const connections = createConnections();

  // In development a page loads hundreds of files, so pages are not charged.
  const chargePage = opts.cachePages ? createPageBudget(opts.runtime) : () => true;
  const route = async (req: IncomingMessage, res: ServerResponse, requestId: string): Promise<void> => {
    takeOwnTarget(req, env.PUBLIC_URL);
    const refusal = rejectUnsafeRequest(req, env.PUBLIC_URL);
    if (refusal !== null) {
      if (refusal.close) connections.markClosing(req.socket);
      const body = refusalBody(refusal, req.url);
      const headers = [...errorHeadersOf(req), ...(refusal.close ? CLOSE : [])];
      return writeJson(res, refusal.status, body, requestId, headers);
    }
    const url = req.url ?? "/";
    if (url.startsWith(TRPC_PREFIX)) return trpc(req, res, requestId);
    const path = pathOf(url);
    if (path === "/health" || path.startsWith("/health/")) return health(path, res, requestId);
    const mount = mountAt(path);
    if (mount !== null) return mount.handle(req, res, requestId);
    if (assets?.(req, res, requestId) === true) return;
    if (workerScript(req, res, requestId)) return;
    if (path === SECURITY_TXT_PATH) return securityTxt(res, requestId);
    if (path === CSP_REPORT_PATH) return cspReport(req, res, requestId);
    if (!PAGE_METHODS.has(req.method ?? "")) {
      const error = { code: "invalid_input", message: `${req.method} is not a method of pages` };
      return writeJson(res, 405, { error }, requestId, ["Allow", "GET, HEAD, POST"]);
    }
    const shared = opts.cachePages ? pages.targetOf(req) : null;
    if (shared !== null) {
      if (pages.needsRender(shared) && !(await chargePage(renderPolicy, req, res, requestId))) return;
      return pages.answer(req, res, shared, requestId, { key: callerOf(opts.runtime, req).rateLimitKey });
    }
    if (!(await chargePage(pagePolicy, req, res, requestId))) return;
    const nonce = makeNonce();
    Object.assign(req.headers, nonceHeaders(nonce));
    setHeaders(res, pageHeaders.withScripts([`'nonce-${nonce}'`]));
    res.setHeader("X-Request-Id", requestId);
    opts.next(req, res);
  };

  const { DrainableResponse, drain } = createDrainable();
  const options = {
    ...limits,
    maxHeaderSize: 16 * 1024,
    // So that `rejectUnsafeRequest` sees a repeated Host or Origin and answers it with our own error.
    joinDuplicateHeaders: true,
    requireHostHeader: false,
    IncomingMessage: BoundedMessage,
    ServerResponse: DrainableResponse,
  };
  const server = createServer(options, (req, res) => {
    if (!connections.begin(req)) return;
    if (req.headers.upgrade !== undefined) {
      // Upgrades are not supported. Node drops bytes that arrived after this request, so it must be the last one.
      res.shouldKeepAlive = false;
      connections.markClosing(req.socket);
    }
    const requestId = nextRequestId();
    const startedAt = monotonicMs();
    res.once("close", () => {
      const name = routeLabel(req.url ?? "/");
      const status = res.writableFinished ? statusLabel(res.statusCode) : "closed";
      metrics.requests.inc({ route: name, method: methodLabel(req.method), status });
      metrics.requestSeconds.observe({ route: name }, (monotonicMs() - startedAt) / 1_000);
    });
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
      if (isAppError(error) && error.code === "unavailable" && !res.headersSent) {
        const waitS = String(error.detail["retryAfterS"] ?? 5);
        writeText(req, res, 503, error.message, requestId, ["Retry-After", waitS, ...errorHeadersOf(req)]);
        return;
      }
      deps.log.error({ requestId, method: req.method, url: req.url, error }, "request failed");
      if (res.headersSent) res.destroy();
      else
        writeJson(
          res,
          500,
          { error: { code: "internal", message: `Internal error (${requestId})` } },
          requestId,
          errorHeadersOf(req),
        );
    });
  });
  server.setTimeout(limits.silentMs);
  server.maxConnections = limits.maxConnections;
  // Only the size of the header block is limited: past a count Node would silently drop headers, even a proxy's.
  server.maxHeadersCount = 0;
  server.on("clientError", createClientErrorHandler(connections));
  const warnRefused = createWarning(
    deps.log,
    "connections are refused: too many are open, in all or of one client",
    { maxConnections: limits.maxConnections, maxPerIp: env.MAX_CONNECTIONS_PER_IP },
  );
  server.on("drop", warnRefused);
  limitConnections(server, {
    max: env.MAX_CONNECTIONS_PER_IP,
    trusted: parseTrustedProxies(env.TRUSTED_PROXIES) ?? { has: () => false },
    onRefused: warnRefused,
  });
  closeSlowReaders(server, {
    fromBytes: limits.slowFromBytes,
    bytesPerS: limits.slowBytesPerS,
    everyMs: limits.slowCheckMs,
    now: monotonicMs,
    onClosed: createWarning(deps.log, "connections are closed: they read a large answer too slowly"),
  });
  const sweep = setInterval(() => cache.sweep(), SWEEP_MS);
  sweep.unref();
  server.once("close", () => clearInterval(sweep));
  return {
    server,
    drain: (noticeMs) => drain(server, noticeMs),
    close: pages.close,
  };
}
