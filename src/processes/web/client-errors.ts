import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
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

/** Node's own field, without which an error's answer could be taken for that of another request on the line. */
const answerInWork = (socket: Duplex): (ServerResponse & { req: IncomingMessage }) | null =>
  (socket as Duplex & { _httpMessage?: ServerResponse & { req: IncomingMessage } })._httpMessage ?? null;

/**
 * What the parser refused, or what did not arrive in time: said once, then the line is closed, since where the next
 * request would begin is not known. An earlier request that still waits for its answer gets none of this.
 */
export function answerClientError(error: Error & { code?: string }, socket: Duplex): void {
  const current = answerInWork(socket);
  const itsOwn = current === null || (!current.headersSent && !current.req.complete);
  if (error.code !== "ECONNRESET" && socket.writable && itsOwn)
    socket.write(render(SAID[error.code ?? ""] ?? MALFORMED));
  (socket as Socket).destroySoon();
}
