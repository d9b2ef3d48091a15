import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { safeNext, withNext } from "./safe-next.ts";

describe("safeNext", () => {
  it.each(["/", "/items/4151", "/settings/security?tab=2#totp", "/?q=a//b", "/items/%2F%2Fevil"])(
    "keeps %s",
    (path) => expect(safeNext(path)).toBe(path),
  );

  it.each([
    null,
    "",
    "items",
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "/\n\\evil.example",
    "/.//evil.example",
    "/a/..//evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "\\\\evil.example",
    "/sign-in?next=/sign-in",
    "/sign-up",
  ])("sends %j to the start", (path) => expect(safeNext(path)).toBe("/"));

  it("never leaves the site", () => {
    const pieces = fc.constantFrom(
      "/",
      "\\",
      ".",
      "..",
      "\t",
      "\r",
      "a",
      ":",
      "@",
      "evil.example",
      "%2f",
      "?",
      "#",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 10 }), (parts) => {
        const url = new URL(safeNext(parts.join("")), "https://desk.example/sign-in");
        expect(url.origin).toBe("https://desk.example");
      }),
    );
  });
});

it("adds `next` only if it is not the start page", () => {
  expect(withNext("/sign-in", "/")).toBe("/sign-in");
  expect(withNext("/sign-in", "/items/1?a=b")).toBe("/sign-in?next=%2Fitems%2F1%3Fa%3Db");
});
