import type { IncomingMessage } from "node:http";
import type { AppErrorCode } from "#platform/app-error.ts";
import { TRPC_PREFIX } from "#server/answer-trpc.ts";
import { isCrossOriginMutation, isMutation } from "#trpc/origin.ts";
import { isPlainPath } from "./plain-path.ts";

/** The connection of a longer body is destroyed. Larger than any route's limit (1 MB), so that a route can answer 413. */
export const MAX_ANY_BODY_BYTES = 1024 * 1024 + 64 * 1024;
const MAX_PAGE_BODY_BYTES = 64 * 1024;
const MAX_HEADERS = 100;

/** What a Host header may hold. */
export const HOST = /^([\w.-]+|\[[\da-f:.]+\])(:\d{1,5})?$/i;
const JSON_TYPE = /^application\/json\s*(;|$)/i;
/** Routes that bound the bodies they read, so that a body without a Content-Length is allowed. */
const BOUNDS_OWN_BODY = /^\/(trpc|api)\/|^\/csp-report$/;

export type Refusal = {
  status: number;
  /** The error's name in tRPC; `rpcCode` is its JSON-RPC number. */
  code: string;
  rpcCode: number;
  app: AppErrorCode;
  message: string;
  /** Closes the connection, because the start of the next request is uncertain. */
  close: boolean;
};

const malformed = (message: string, status = 400): Refusal => ({
  status,
  code: "BAD_REQUEST",
  rpcCode: -32_600,
  app: "invalid_input",
  message,
  close: true,
});

const tooLarge = (bytes: number): Refusal => ({
  status: 413,
  code: "PAYLOAD_TOO_LARGE",
  rpcCode: -32_013,
  app: "payload_too_large",
  message: `A request body may hold at most ${bytes} bytes`,
  close: false,
});

const CROSS_ORIGIN: Refusal = {
  status: 403,
  code: "FORBIDDEN",
  rpcCode: -32_003,
  app: "forbidden",
  message: "This came from another site's page, so nothing was changed; open GE-Metrics itself and try again",
  close: false,
};

const WRONG_TYPE: Refusal = {
  status: 415,
  code: "UNSUPPORTED_MEDIA_TYPE",
  rpcCode: -32_015,
  app: "invalid_input",
  message: "The content type must be application/json",
  close: false,
};

/**
 * Finds requests that Node's parser accepts and no handler may see: a message that two servers in a row could parse
 * differently, a body on a method without one, a mutation from another site's page. Null if the request is safe.
 */
export function rejectUnsafeRequest(req: IncomingMessage, publicOrigin: string): Refusal | null {
  return rejectMalformed(req) ?? (isMutation(req.method) ? rejectMutation(req, publicOrigin) : null);
}

/** A target without its query. */
export const pathOf = (url: string): string => url.split("?", 1)[0] ?? url;

function rejectMalformed(req: IncomingMessage): Refusal | null {
  const { headers, url = "" } = req;
  if (req.httpVersionMajor !== 1) return malformed("HTTP/1.1 is spoken here");
  if (req.rawHeaders.length > MAX_HEADERS * 2) return malformed(`More than ${MAX_HEADERS} headers`, 431);
  // HTTP/1.0 has no Host header, and simple health checks still use it.
  if (headers.host === undefined ? req.httpVersionMinor > 0 : !HOST.test(headers.host))
    return malformed("One Host header is needed");
  if (!url.startsWith("/") || url.includes("#")) return malformed("The target must be a path of this host");
  if (!isPlainPath(pathOf(url))) return malformed("The target's path must be written in its plain form");
  const coding = headers["transfer-encoding"];
  if (coding !== undefined && (coding.toLowerCase() !== "chunked" || req.httpVersionMinor === 0))
    return malformed("The only transfer coding is chunked");
  const hasBody = coding !== undefined || (headers["content-length"] ?? "0") !== "0";
  if (hasBody && !isMutation(req.method)) return malformed(`${req.method} takes no body`);
  return null;
}

function rejectMutation(req: IncomingMessage, publicOrigin: string): Refusal | null {
  const { headers, method } = req;
  const path = pathOf(req.url ?? "/");
  const claim = {
    method,
    origin: headers.origin,
    secFetchSite: headers["sec-fetch-site"] as string | undefined,
    host: headers.host,
  };
  if (isCrossOriginMutation(claim, path, publicOrigin)) return CROSS_ORIGIN;
  const limit = BOUNDS_OWN_BODY.test(path) ? MAX_ANY_BODY_BYTES : MAX_PAGE_BODY_BYTES;
  if (Number(headers["content-length"] ?? 0) > limit) return tooLarge(limit);
  if (headers["transfer-encoding"] !== undefined && !BOUNDS_OWN_BODY.test(path))
    return { ...malformed("The body's length must be said", 411), close: false };
  // HTML forms cannot send JSON, so a form on another site cannot call tRPC.
  if (path.startsWith(TRPC_PREFIX) && method === "POST" && !JSON_TYPE.test(headers["content-type"] ?? ""))
    return WRONG_TYPE;
  return null;
}

/** The body in the shape of a tRPC error, which the pages' client can read on any route. */
export const refusalBody = (refusal: Refusal, url: string | undefined) => {
  const { message, code, rpcCode, status, app } = refusal;
  const path = url?.startsWith(TRPC_PREFIX) ? url.slice(TRPC_PREFIX.length).split("?", 1)[0] : undefined;
  return {
    error: {
      message,
      code: rpcCode,
      data: { code, httpStatus: status, path: path ?? null, app: { code: app } },
    },
  };
};
