import type { IncomingMessage, ServerResponse } from "node:http";
import type { Answer, Encoding } from "./byte-cache.ts";
import { DATA_HEADERS } from "#processes/web/admission/security-headers.ts";

/** Picks Brotli if the client accepts it, else gzip. `q=0` means that it does not accept an encoding. */
export function encodingFor(accepted: string | undefined): Encoding {
  if (accepted === undefined) return "identity";
  if (accepts(accepted, "br")) return "br";
  if (accepts(accepted, "gzip")) return "gzip";
  return "identity";
}

function accepts(header: string, encoding: string): boolean {
  const at = header.indexOf(encoding);
  if (at < 0) return false;
  const end = header.indexOf(",", at);
  const parameters = header.slice(at + encoding.length, end < 0 ? undefined : end);
  return !/;\s*q=0(\.0*)?\s*$/.test(parameters);
}

/** Weak comparison with each entry of an If-None-Match list (RFC 9110 13.1.2). */
const matches = (header: string, etag: string): boolean =>
  header === etag ||
  header === "*" ||
  (header.includes(etag) && header.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag));

/** Whether the client has the answer already, so that 304 without a body is enough. */
const isKnown = (req: IncomingMessage, answer: Answer): boolean => {
  const ifNoneMatch = req.headers["if-none-match"];
  return answer.status === 200 && ifNoneMatch !== undefined && matches(ifNoneMatch, answer.etag);
};

const encodingOf = (req: IncomingMessage): Encoding =>
  encodingFor(req.headers["accept-encoding"] as string | undefined);

/** The size of the body that `writeAnswer` sends for this request, bytes. */
export const bytesToSend = (req: IncomingMessage, answer: Answer): number =>
  req.method === "HEAD" || isKnown(req, answer) ? 0 : answer.bodies[encodingOf(req)].length;

/**
 * Writes a cached answer, or 304 if the client has it. `extraHeaders` are for this caller only, as name, value, name,
 * value.
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
  const encoding = encodingOf(req);
  res.writeHead(answer.status, [...answer.headers[encoding], "X-Request-Id", requestId, ...extraHeaders]);
  if (req.method === "HEAD") res.end();
  else res.end(answer.bodies[encoding]);
}

const JSON_HEADERS = [
  ...DATA_HEADERS,
  ["Content-Type", "application/json; charset=utf-8"],
  ["Cache-Control", "no-store"],
].flat();

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
