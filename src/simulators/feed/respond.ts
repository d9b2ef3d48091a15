import type { ServerResponse } from "node:http";

/** Answers with a whole body; `type` null sends none (304). */
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

/** Answers 200 with the right body, `bytesPerS` at a time, ten times a second, until the client has had enough. */
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
