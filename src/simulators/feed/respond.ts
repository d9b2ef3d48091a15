import type { ServerResponse } from "node:http";

import type { FeedFault } from "./faults.ts";

const HTML_PAGE =
  "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>";

/** Sends a complete answer; `type` null sends no body (204, 304). */
export function send(response: ServerResponse, status: number, type: string | null, body: string): void {
  if (type === null) {
    response.writeHead(status).end();
    return;
  }
  const bytes = Buffer.from(body, "utf8");
  response
    .writeHead(status, { "content-type": `${type}; charset=utf-8`, "content-length": bytes.length })
    .end(bytes);
}

/** Sends a fault that replaces the whole answer. Returns false if the feed should answer. */
export function answerFault(response: ServerResponse, fault: FeedFault | undefined): boolean {
  switch (fault?.kind) {
    case "hang":
      return true;
    case "html":
      send(response, 200, "text/html", HTML_PAGE);
      return true;
    case "status":
      if (fault.status === 429) response.setHeader("retry-after", String(fault.retryAfterS ?? 30));
      send(
        response,
        fault.status,
        "text/plain",
        fault.status === 429 ? "Too many requests\n" : "Internal error\n",
      );
      return true;
    default:
      return false;
  }
}

/** Sends 200 with the right body at `bytesPerS`, in ten pieces a second, until the client disconnects. */
export function trickle(response: ServerResponse, body: string, bytesPerS: number): void {
  const bytes = Buffer.from(body, "utf8");
  const piece = Math.max(1, Math.round(bytesPerS / 10));
  let sent = 0;
  response.writeHead(200, {
    "content-type": "application/json; charset=utf-8",
    "content-length": bytes.length,
  });
  response.flushHeaders();
  const timer = setInterval(() => {
    response.write(bytes.subarray(sent, sent + piece));
    sent += piece;
    if (sent < bytes.length) return;
    clearInterval(timer);
    response.end();
  }, 100);
  response.once("close", () => clearInterval(timer));
}
