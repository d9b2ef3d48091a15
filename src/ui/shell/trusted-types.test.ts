import { expect, test } from "vitest";
import { asHtml, asScriptUrl } from "./trusted-types.ts";

const ORIGIN = "https://desk.example";

test.each([
  "",
  "@media (max-width: 36em) {.a{gap:1px}}",
  ":root{--a:url(b)}",
  "a > b & c",
  "<script></script>",
])("text that makes no element passes unchanged: %s", (text) => {
  expect(asHtml(text)).toBe(text);
});

test.each([
  "<b>",
  "<script>go()</script>",
  "<script></script><img src=x onerror=go()>",
  " <script></script>",
  "a<!--",
  "</style><svg onload=go()>",
])("markup is stopped: %s", (text) => {
  expect(asHtml(text)).toBeNull();
});

test.each(["/_next/static/chunks/a-1.js", "/_next/static/chunks/a.js?dpl=1", `${ORIGIN}/_next/static/a.js`])(
  "build output is loaded by the address as it is: %s",
  (address) => {
    expect(asScriptUrl(address, ORIGIN)).toBe(address);
  },
);

test("the service worker is loaded by its one address", () => {
  expect(asScriptUrl("/sw.js", ORIGIN)).toBe("/sw.js");
});

test.each([
  "https://x.example/_next/static/a.js",
  "//x.example/_next/static/a.js",
  "/\\x.example/_next/static/a.js",
  "/_next/static/../../api/v1/latest?x=.js",
  "/_next/static/..%2f..\\trpc/a.js",
  "/trpc/items.getAll",
  "/sw.js?a",
  "/x/sw.js",
  "https://x.example/sw.js",
  "/_next/static/a.css",
  "/_next/data/a.js",
  "data:text/javascript,go()",
  "blob:https://desk.example/a.js",
  "javascript:go()//_next/static/a.js",
  "http://desk.example/_next/static/a.js",
  "",
])("no other address is a script's: %s", (address) => {
  expect(asScriptUrl(address, ORIGIN)).toBeNull();
});
