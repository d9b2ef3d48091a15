import { request as ask } from "node:http";
import { openConnection, statusesOf } from "../support/http/raw-http.ts";
import { expect, test } from "./support/test.ts";

/** Sends the path unchanged; a browser would normalize it. */
function statusOf(base: string, path: string, method = "GET"): Promise<number> {
  return new Promise((resolve, reject) => {
    const url = new URL(base);
    const headers = { "x-forwarded-for": "203.0.113.9", "content-type": "application/json" };
    const sent = ask({ host: url.hostname, port: url.port, path, method, headers }, (answer) => {
      answer.resume();
      answer.once("end", () => resolve(answer.statusCode ?? 0));
    });
    sent.once("error", reject).end();
  });
}

test("no spelling of a path bypasses the checks and reaches Next", async ({ baseURL }) => {
  const base = baseURL ?? "";
  expect(await statusOf(base, "/trpc/items.getStatus")).toBe(200);
  for (const path of [
    "/x/../trpc/items.getStatus",
    "/%2e%2e/trpc/items.getStatus",
    "/a/..%2ftrpc/items.getStatus",
    "/%74rpc/items.getStatus",
    "//trpc/items.getStatus",
    "/\\trpc/items.getStatus",
    "/x/../api/v1/osrs/latest",
    "/api/v1/%6fsrs/latest",
  ])
    expect(await statusOf(base, path), path).toBe(400);
  expect(await statusOf(base, "/api/v1/../../trpc/auth.logout", "POST")).toBe(400);
  // Plain paths that no route matches.
  for (const path of ["/trpc", "/TRPC/items.getStatus", "/trpc%3Fx"])
    expect(await statusOf(base, path), path).toBe(404);
});

test("a request with Upgrade is answered like any other, and its connection closed", async ({ baseURL }) => {
  const base = baseURL ?? "";
  // Next sees the server with the first page that it renders.
  expect(await statusOf(base, "/no-such-page")).toBe(404);
  const upgrade = async (path: string) => {
    const connection = await openConnection(base);
    connection.write(
      `GET ${path} HTTP/1.1\r\nHost: ${new URL(base).host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n",
    );
    return statusesOf(await connection.closed);
  };
  for (const [path, status] of [
    ["/", 200],
    ["/no-such-page", 404],
    ["/_next/webpack-hmr", 404],
    ["/health", 200],
  ] as const)
    expect(await upgrade(path), path).toEqual([status]);
});
