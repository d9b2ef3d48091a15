import type { IncomingMessage } from "node:http";
import { expect, test } from "vitest";
import { isForeign } from "./is-foreign.ts";

const from = (remoteAddress: string, headers: Record<string, string>) =>
  isForeign({ socket: { remoteAddress }, headers } as unknown as IncomingMessage);

test.each(["127.0.0.1:4010", "localhost", "localhost:4010", "[::1]:4010"])(
  "a program here asks %s",
  (host) => {
    expect(from("127.0.0.1", { host })).toBe(false);
    expect(from("::ffff:127.0.0.1", { host })).toBe(false);
  },
);

test("another machine, a page and a name that points here are foreign", () => {
  const host = "127.0.0.1:4010";
  expect(from("192.0.2.1", { host })).toBe(true);
  expect(from("127.0.0.1", { host, origin: "https://other.example" })).toBe(true);
  expect(from("127.0.0.1", { host, origin: "null" })).toBe(true);
  expect(from("127.0.0.1", { host, "sec-fetch-site": "cross-site" })).toBe(true);
  expect(from("127.0.0.1", { host: "rebound.example:4010" })).toBe(true);
  expect(from("127.0.0.1", {})).toBe(true);
});
