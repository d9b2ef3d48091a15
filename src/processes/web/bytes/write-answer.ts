import type { IncomingMessage, ServerResponse } from "node:http";
import type { Answer, Encoding } from "./byte-cache.ts";
import { encodingFor } from "./content-coding.ts";
import { DATA_HEADERS } from "#processes/web/admission/security-headers.ts";

const opaque = (tag: string): string => tag.trim().replace(/^W\//, "");

/** Weak comparison with each entry of an If-None-Match list (RFC 9110 13.1.2). */
export function isListed(ifNoneMatch: string, etag: string): boolean {
  if (ifNoneMatch === etag || ifNoneMatch.trim() === "*") return true;
  const wanted = opaque(etag);
  return ifNoneMatch.includes(wanted) && ifNoneMatch.split(",").some((tag) => opaque(tag) === wanted);
}

/** Whether the client has the answer already, so that 304 without a body is enough. */
const isKnown = (req: IncomingMessage, answer: Answer): boolean => {
  const ifNoneMatch = req.headers["if-none-match"];
  return answer.status === 200 && ifNoneMatch !== undefined && isListed(ifNoneMatch, answer.etag);
};

/** Null: the request refuses every coding. An answer in one coding alone is sent as it is (RFC 9110 12.1). */
function encodingOf(req: IncomingMessage, answer: Answer): Encoding | null {
  const encoding = encodingFor(req.headers["accept-encoding"] as string | undefined);
  return encoding ?? (answer.isCompressed ? null : "identity");
}

/** The size of the body that `writeAnswer` sends for this request, bytes. */
export function bytesToSend(req: IncomingMessage, answer: Answer): number {
  if (req.method === "HEAD" || isKnown(req, answer)) return 0;
  const encoding = encodingOf(req, answer);
  return encoding === null ? 0 : answer.bodies[encoding].length;
}

/**
 * Writes a cached answer, or 304 if the client has it, or 406 if it refuses every coding of it. `extraHeaders` are for
 * this caller only, as name, value, name, value.
 */
export function writeAnswer(
  req: IncomingMessage,
  res: ServerResponse,
  answer: Answer,
  requestId: string,
  extraHeaders: readonly string[] = [],
): void {
  if (isKnown(req, answer)) {
    res.writeHead(304, [...answer.notModified, "X-Request-Id", requestId, ...extraHeaders]).end();
    return;
  }
  const encoding = encodingOf(req, answer);
  if (encoding === null) return writeNotAcceptable(req, res, answer, requestId, extraHeaders);
  res.writeHead(answer.status, [...answer.headers[encoding], "X-Request-Id", requestId, ...extraHeaders]);
  if (req.method === "HEAD") res.end();
  else res.end(answer.bodies[encoding]);
}

const UNSTORED_JSON = ["Content-Type", "application/json; charset=utf-8", "Cache-Control", "no-store"];
const NO_CODING = JSON.stringify({
  error: {
    code: "invalid_input",
    message: "Accept-Encoding refuses br, gzip and identity: allow one of them",
  },
});
/** Of an answer in another form, which this one is not. */
const OF_THE_BODY = new Set(["Content-Type", "Content-Length", "Cache-Control", "ETag"]);

function writeNotAcceptable(
  req: IncomingMessage,
  res: ServerResponse,
  answer: Answer,
  requestId: string,
  extraHeaders: readonly string[],
): void {
  const { identity } = answer.headers;
  const kept = identity.filter((_, at) => !OF_THE_BODY.has(identity[at - (at % 2)] ?? ""));
  res.writeHead(406, [
    ...kept,
    ...UNSTORED_JSON,
    "Content-Length",
    String(NO_CODING.length),
    "X-Request-Id",
    requestId,
    ...extraHeaders,
  ]);
  res.end(req.method === "HEAD" ? undefined : NO_CODING);
}

const JSON_HEADERS = [...DATA_HEADERS, ...UNSTORED_JSON];

const TEXT_HEADERS = [
  ...DATA_HEADERS,
  ["Content-Type", "text/plain; charset=utf-8"],
  ["Cache-Control", "no-store"],
].flat();

/** Writes a sentence where a page would be, for a browser to show. No cache stores it. */
export function writeText(
  req: IncomingMessage,
  res: ServerResponse,
  status: number,
  text: string,
  requestId: string,
  extraHeaders: readonly string[] = [],
): void {
  const body = `${text}\n`;
  const length = String(Buffer.byteLength(body));
  res.writeHead(status, [
    ...TEXT_HEADERS,
    "Content-Length",
    length,
    "X-Request-Id",
    requestId,
    ...extraHeaders,
  ]);
  res.end(req.method === "HEAD" ? undefined : body);
}

/** Writes a small JSON answer that no cache stores. */
export function writeJson(
  res: ServerResponse,
  status: number,
  value: unknown,
  requestId: string,
  extraHeaders: readonly string[] = [],
): void {
  const body = JSON.stringify(value);
  const length = String(Buffer.byteLength(body));
  res.writeHead(status, [
    ...JSON_HEADERS,
    "Content-Length",
    length,
    "X-Request-Id",
    requestId,
    ...extraHeaders,
  ]);
  res.end(body);
}
