import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { MAX_INLINE_SCRIPTS, makeNonce, hashInlineScripts } from "./inline-scripts.ts";

const NONCE = "abcdefghijklmnopqrstuvwx";
const source = (script: string) => `'sha256-${createHash("sha256").update(script).digest("base64")}'`;
const withNonce = (script: string, more = "") => `<script${more} nonce="${NONCE}">${script}</script>`;

it("hashes each script that carries the nonce once and removes the nonce", () => {
  const page = `<p>a</p>${withNonce("one()")}${withNonce("two()", ' id="_R_"')}${withNonce("one()")}`;
  const { html, hashes } = hashInlineScripts(page, NONCE);
  expect(hashes).toEqual([source("one()"), source("two()")]);
  expect(html).toBe(`<p>a</p><script>one()</script><script id="_R_">two()</script><script>one()</script>`);
});

it("hashes no script without the nonce, such as an injected one", () => {
  const page = `<script>evil()</script><script nonce="guess">evil()</script>${withNonce("good()")}`;
  expect(hashInlineScripts(page, NONCE).hashes).toEqual([source("good()")]);
  const dangling = `<script>evil()//${withNonce("good()")}`;
  expect(hashInlineScripts(dangling, NONCE).hashes).toEqual([]);
});

it("makes no hash for a script with a src", () => {
  const page = `<script src="/a.js" async="" nonce="${NONCE}"></script>`;
  expect(hashInlineScripts(page, NONCE)).toEqual({
    html: '<script src="/a.js" async=""></script>',
    hashes: [],
  });
});

it("keeps the length of a script that contains the nonce, and hashes the replaced text", () => {
  const { html, hashes } = hashInlineScripts(withNonce(`push({"nonce":"${NONCE}"})`), NONCE);
  const shown = `push({"nonce":"${"-".repeat(NONCE.length)}"})`;
  expect(html).toBe(`<script>${shown}</script>`);
  expect(hashes).toEqual([source(shown)]);
});

it("hashes line ends as a browser reads them", () => {
  expect(hashInlineScripts(withNonce("a\r\nb\rc"), NONCE).hashes).toEqual([source("a\nb\nc")]);
});

it("throws for a page with more scripts than the header may list", () => {
  const scripts = Array.from({ length: MAX_INLINE_SCRIPTS + 1 }, (_, at) => withNonce(`f(${at})`)).join("");
  expect(() => hashInlineScripts(scripts, NONCE)).toThrow("41 inline scripts");
});

it("makes nonces of 144 bits without characters that are escaped", () => {
  const nonces = new Set(Array.from({ length: 1_000 }, makeNonce));
  expect(nonces.size).toBe(1_000);
  for (const nonce of nonces) expect(nonce).toMatch(/^[\w-]{24}$/);
});
