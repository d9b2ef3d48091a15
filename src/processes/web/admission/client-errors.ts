import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { Lines } from "./connection-state.ts";
import { DATA_HEADERS } from "./security-headers.ts";

type Said = { line: string; code: string; message: string };

const MALFORMED: Said = { line: "400 Bad Request", code: "bad_request", message: "This is not HTTP/1.1" };
const SAID: Readonly<Record<string, Said>> = {
  ERR_HTTP_REQUEST_TIMEOUT: {
    line: "408 Request Timeout",
    code: "timeout",
    message: "The request took too long to arrive",
  },
  HPE_HEADER_OVERFLOW: {
    line: "431 Request Header Fields Too Large",
    code: "headers_too_large",
    message: "The request's headers are too large",
  },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: {
    line: "413 Content Too Large",
    code: "payload_too_large",
    message: "The body's chunk extensions are too large",
  },
};

function render({ line, code, message }: Said): string {
  const body = JSON.stringify({ error: { code, message } });
  const headers = [
    ...DATA_HEADERS,
    ["Content-Type", "application/json; charset=utf-8"],
    ["Content-Length", String(body.length)],
    ["Cache-Control", "no-store"],
    ["Connection", "close"],
  ].flat();
  const lines = headers.map((text, at) => (at % 2 === 0 ? `${text}: ` : `${text}\r\n`)).join("");
  return `HTTP/1.1 ${line}\r\n${lines}\r\n${body}`;
}

/** Node's own field: whose turn it is to be answered on this line. */
const answerInWork = (line: Duplex): (ServerResponse & { req: IncomingMessage }) | null =>
  (line as Duplex & { _httpMessage?: ServerResponse & { req: IncomingMessage } })._httpMessage ?? null;

/** Whether words written now would be read as the answer to what is at fault, and to nothing else. */
function isItsTurn(line: Duplex, lines: Lines): boolean {
  const current = answerInWork(line);
  if (current !== null) return !current.headersSent && !current.req.complete;
  return lines.last(line)?.complete ?? true;
}

/**
 * What the parser refused, or what did not arrive in time: said once, then the line is closed, since where the next
 * request would begin is not known.
 */
export const createClientErrorHandler =
  (lines: Lines) =>
  (error: Error & { code?: string }, line: Duplex): void => {
    if (error.code !== "ECONNRESET" && line.writable && isItsTurn(line, lines))
      line.write(render(SAID[error.code ?? ""] ?? MALFORMED));
    lines.end(line);
    (line as Socket).destroySoon();
  };
