import fc from "fast-check";
import { expect, test } from "vitest";
import { isPlainPath } from "./plain-path.ts";

test.each([
  "/",
  "/items/4151",
  "/trpc/items.get,items.getAll",
  "/settings/",
  "/_next/static/chunks/%5Bid%5D/page-1.js",
  "/images/Amulet_of_glory(6).png",
  "/a%20b",
  "/caf%C3%A9",
  "/.well-known/security.txt",
  "/a..b/...",
])("%s is plain", (path) => expect(isPlainPath(path)).toBe(true));

test.each([
  "/x/../trpc/auth.login",
  "/./trpc/auth.login",
  "/trpc/..",
  "/%2e%2e/trpc/auth.login",
  "/x/.%2E/trpc/auth.login",
  "//trpc/auth.login",
  "/x//trpc",
  "/x\\..\\trpc",
  "/%74rpc/auth.login",
  "/trpc%2Fauth.login",
  "/x%5c..%5ctrpc",
  "/items%00",
  "/a%0d%0ab",
  "/a%",
  "/a%zz",
])("%s is not plain", (path) => expect(isPlainPath(path)).toBe(false));

test("URL parsing does not change a plain path, and decoding it does not change its route", () => {
  const piece = fc.constantFrom("/", ".", "..", "%2e", "%2F", "%5c", "%74", "%20", "trpc", "api", "x", "\\");
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const path = `/${pieces.join("")}`;
      fc.pre(isPlainPath(path));
      const { pathname } = new URL(`http://desk.example${path}`);
      expect(pathname).toBe(path);
      expect(decodeURI(path).startsWith("/trpc/")).toBe(path.startsWith("/trpc/"));
    }),
  );
});
