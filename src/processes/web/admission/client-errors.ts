import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { Connections } from "./connection-state.ts";
import { DATA_HEADERS } from "./security-headers.ts";

type ErrorAnswer = { status: string; code: string; message: string };

const MALFORMED: ErrorAnswer = {
  status: "400 Bad Request",
  code: "bad_request",
  message: "This is not HTTP/1.1",
};
/** By the code of the parser's error; any other error is MALFORMED. */
const ANSWERS: Readonly<Record<string, ErrorAnswer>> = {
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: "408 Request Timeout",
    code: "timeout",
    message: "The request took too long to arrive",
  },
  HPE_HEADER_OVERFLOW: {
    status: "431 Request Header Fields Too Large",
    code: "headers_too_large",
    message: "The request's headers are too large",
  },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: {
    status: "413 Content Too Large",
    code: "payload_too_large",
    message: "The body's chunk extensions are too large",
  },
};

function render({ status, code, message }: ErrorAnswer): string {
  const body = JSON.stringify({ error: { code, message } });
  const headers = [
    ...DATA_HEADERS,
    ["Content-Type", "application/json; charset=utf-8"],
    ["Content-Length", String(body.length)],
    ["Cache-Control", "no-store"],
    ["Connection", "close"],
  ].flat();
  const lines = headers.map((text, at) => (at % 2 === 0 ? `${text}: ` : `${text}\r\n`)).join("");
  return `HTTP/1.1 ${status}\r\n${lines}\r\n${body}`;
}

/** The response that Node is writing on this connection, from a private field of the socket. */
const currentResponse = (connection: Duplex): (ServerResponse & { req: IncomingMessage }) | null =>
  (connection as Duplex & { _httpMessage?: ServerResponse & { req: IncomingMessage } })._httpMessage ?? null;

/** Whether the client would read an answer written now as the answer to the faulty request, and not to an earlier one. */
function canAnswer(connection: Duplex, connections: Connections): boolean {
  const current = currentResponse(connection);
  if (current !== null) return !current.headersSent && !current.req.complete;
  return connections.lastRequest(connection)?.complete ?? true;
}

/**
 * Handles a request that the parser rejects or that arrives too slowly: answers once and closes the connection, because
 * the start of the next request is unknown.
 */
export const createClientErrorHandler =
  (connections: Connections) =>
  (error: Error & { code?: string }, connection: Duplex): void => {
    if (error.code !== "ECONNRESET" && connection.writable && canAnswer(connection, connections))
      connection.write(render(ANSWERS[error.code ?? ""] ?? MALFORMED));
    connections.markClosing(connection);
    (connection as Socket).destroySoon();
  };
