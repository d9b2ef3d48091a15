import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { takeOwnTarget } from "./own-target.ts";

function taken(url: string, host: string | undefined, publicOrigin = "https://desk.example") {
  const req = new IncomingMessage(new Socket());
  req.url = url;
  if (host !== undefined) req.headers.host = host;
  takeOwnTarget(req, publicOrigin);
  return [req.url, req.headers.host];
}

describe("a target in absolute form", () => {
  it.each([
    ["http://desk.example/latest?id=1", "desk.example", ["/latest?id=1", "desk.example"]],
    ["https://desk.example/latest", "desk.example:443", ["/latest", "desk.example"]],
    ["HTTP://DESK.example:80/latest", "desk.example", ["/latest", "DESK.example:80"]],
    ["http://127.0.0.1:3000/latest", "127.0.0.1:3000", ["/latest", "127.0.0.1:3000"]],
    ["http://[::1]:3000/latest", "[::1]:3000", ["/latest", "[::1]:3000"]],
    ["https://desk.example/latest", "10.0.0.7:3000", ["/latest", "desk.example"]],
    ["http://desk.example", "desk.example", ["/", "desk.example"]],
    ["http://desk.example?id=1", "desk.example", ["/?id=1", "desk.example"]],
    ["http://desk.example//trpc/x", "desk.example", ["//trpc/x", "desk.example"]],
  ])("%s with Host %s is our own", (url, host, expected) => {
    expect(taken(url, host)).toEqual(expected);
  });

  it.each([
    ["http://evil.example/latest", "desk.example"],
    ["http://desk.example.evil.example/", "desk.example"],
    ["http://desk.example@evil.example/", "desk.example"],
    ["http://evil.example@desk.example/", "desk.example"],
    ["http://desk.example:3001/", "desk.example"],
    ["http://desk.example:443/", "desk.example:80"],
    ["http:///latest", "desk.example"],
    ["ftp://desk.example/latest", "desk.example"],
    ["http://desk.example/a#b", "desk.example"],
    ["http:/desk.example/latest", "desk.example"],
    ["http://desk.example\\evil/latest", "desk.example"],
    ["http://desk.example/latest", "desk.example, evil.example"],
    ["http://desk.example/latest", undefined],
    ["/latest", "evil.example"],
    ["*", "desk.example"],
  ])("%s with Host %s stays as it is", (url, host) => {
    expect(taken(url, host)).toEqual([url, host]);
  });
});
