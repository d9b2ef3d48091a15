import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";

import { createAnswers, DEFAULT_CLOSE_DELAYS } from "./answers.ts";
import type { CloseDelays } from "./answers.ts";
import { loadCatalogue } from "./catalogue.ts";
import { createControl } from "./control.ts";
import { createFaultBoard, ENDPOINTS, isEndpoint, applyBodyFault } from "./faults.ts";
import type { ActiveFault, Endpoint, FeedFault } from "./faults.ts";
import { buildModel } from "./model.ts";
import { answerFault, send, trickle } from "./respond.ts";

const BASE = "/api/v1/osrs/";

export type FeedSimulatorOptions = {
  /** 0 takes a free port. */
  port: number;
  host?: string;
  seed?: number;
  /** The simulator's clock, epoch ms. */
  now?: () => number;
  /** Keeps only the first n items by id, for fast tests. */
  itemLimit?: number;
  /** Seconds after its end until a bucket appears. */
  closeDelaysS?: Partial<CloseDelays>;
};

/** The requests of an endpoint, including those answered with a fault or an error. */
export type RequestLog = { count: number; urls: string[]; lastHeaders: IncomingHttpHeaders | null };

export type FeedSimulator = {
  /** The base URL with `/api/v1/osrs`, without a trailing slash. */
  url: string;
  port: number;
  setFault(endpoint: Endpoint, fault: FeedFault | null): void;
  clearFaults(): void;
  requests(endpoint: Endpoint): RequestLog;
  /** Also ends open answers, including hanging ones. */
  close(): Promise<void>;
};

const LIBRARY_AGENT =
  /^(node|undici|node-fetch|axios|got|python-requests|python-urllib|curl|wget|java|okhttp|go-http-client|apache-httpclient|libwww-perl|ruby)\b/i;
/** The number of request URLs kept for each endpoint. */
const KEPT_URLS = 1_000;

const strongTag = (body: string, salt: string): string =>
  `"${createHash("sha1").update(body).update(salt).digest("base64url")}"`;

function matches(request: IncomingMessage, tag: string): boolean {
  const wanted = request.headers["if-none-match"];
  return wanted !== undefined && wanted.split(",").some((one) => one.trim() === tag || one.trim() === "*");
}

/**
 * Starts a simulator of the OSRS Wiki's real-time prices API; every answer carries `x-feed-source: simulated`. In
 * another process, faults are set by `PUT` and `DELETE /__faults/<endpoint>` (see control.ts).
 */
export async function startFeedSimulator(options: FeedSimulatorOptions): Promise<FeedSimulator> {
  const now = options.now ?? (() => new Date().getTime());
  const items = await loadCatalogue(options.itemLimit);
  const delays = { ...DEFAULT_CLOSE_DELAYS, ...options.closeDelaysS };
  const answer = createAnswers(items, buildModel(items, options.seed ?? 1), delays);
  const logs = new Map<Endpoint, RequestLog>(
    ENDPOINTS.map((name) => [name, { count: 0, urls: [], lastHeaders: null }]),
  );
  const logOf = (endpoint: Endpoint) => logs.get(endpoint) ?? { count: 0, urls: [], lastHeaders: null };
  const nowS = () => Math.floor(now() / 1000);
  const faults = createFaultBoard(nowS);
  const control = createControl(faults);

  /** The time at which the answer is published, in Unix seconds. */
  function publishedAt(entry: ActiveFault | null, query: URLSearchParams): number {
    const { fault } = entry ?? {};
    if (fault?.kind === "late-bucket") return nowS() - (fault.delayS ?? 600);
    if (fault?.kind === "duplicate-bucket" && !query.has("timestamp")) return entry?.setAtS ?? nowS();
    return nowS();
  }

  function serve(endpoint: Endpoint, url: URL, request: IncomingMessage, response: ServerResponse): void {
    const log = logOf(endpoint);
    log.count += 1;
    log.lastHeaders = request.headers;
    log.urls = [...log.urls.slice(1 - KEPT_URLS), `${url.pathname}${url.search}`];
    const agent = request.headers["user-agent"] ?? "";
    if (agent === "" || LIBRARY_AGENT.test(agent)) {
      const message = "Set a descriptive User-Agent with a contact; default library agents are blocked.\n";
      return send(response, 400, "text/plain", message);
    }
    const entry = faults.take(endpoint);
    const { fault } = entry ?? {};
    if (answerFault(response, fault)) return undefined;
    const result = answer(endpoint, url.searchParams, publishedAt(entry, url.searchParams));
    if (!result.ok) return send(response, result.status, "text/plain", `${result.message}\n`);
    const body = applyBodyFault(result.body, fault);
    const tag = strongTag(body, fault?.kind === "duplicate-bucket" ? String(log.count) : "");
    response.setHeader("etag", tag);
    response.setHeader("cache-control", "public, max-age=30");
    if (matches(request, tag)) return send(response, 304, null, "");
    if (fault?.kind === "truncated")
      return send(response, 200, "application/json", body.slice(0, body.length >> 1));
    if (fault?.kind === "trickle") return trickle(response, body, fault.bytesPerS ?? 512);
    return send(response, 200, "application/json", body);
  }

  const server = createServer((request, response) => {
    response.setHeader("x-feed-source", "simulated");
    const url = URL.parse(request.url ?? "/", "http://simulator");
    if (url === null) return send(response, 400, "text/plain", "Bad request\n");
    if (control(url, request, response)) return;
    const name = url.pathname.startsWith(BASE) ? url.pathname.slice(BASE.length) : "";
    if (!isEndpoint(name)) return send(response, 404, "text/plain", "Not found\n");
    if (request.method !== "GET" && request.method !== "HEAD")
      return send(response, 405, "text/plain", "GET only\n");
    return serve(name, url, request, response);
  });
  const host = options.host ?? "127.0.0.1";
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : options.port;
  return {
    url: `http://${host}:${port}${BASE.slice(0, -1)}`,
    port,
    setFault: faults.set,
    clearFaults: faults.clear,
    requests: (endpoint) => ({ ...logOf(endpoint) }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
