import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { MAX_INLINE_SCRIPTS, makeNonce, hashInlineScripts } from "./inline-scripts.ts";

const NONCE = "abcdefghijklmnopqrstuvwx";
const source = (script: string) => `'sha256-${createHash("sha256").update(script).digest("base64")}'`;
const own = (script: string, more = "") => `<script${more} nonce="${NONCE}">${script}</script>`;

it("vouches for the scripts that carry the nonce, once each, and leaves no nonce behind", () => {
  const page = `<p>a</p>${own("one()")}${own("two()", ' id="_R_"')}${own("one()")}`;
  const { html, hashes } = hashInlineScripts(page, NONCE);
  expect(hashes).toEqual([source("one()"), source("two()")]);
  expect(html).toBe(`<p>a</p><script>one()</script><script id="_R_">two()</script><script>one()</script>`);
});

it("vouches for nothing that came into the page by other means", () => {
  const page = `<script>evil()</script><script nonce="guess">evil()</script>${own("good()")}`;
  expect(hashInlineScripts(page, NONCE).hashes).toEqual([source("good()")]);
  const dangling = `<script>evil()//${own("good()")}`;
  expect(hashInlineScripts(dangling, NONCE).hashes).toEqual([]);
});

it("needs no hash for a script with an address", () => {
  const page = `<script src="/a.js" async="" nonce="${NONCE}"></script>`;
  expect(hashInlineScripts(page, NONCE)).toEqual({
    html: '<script src="/a.js" async=""></script>',
    hashes: [],
  });
});

it("keeps the length of a text that names the nonce, and hashes what is shown", () => {
  const { html, hashes } = hashInlineScripts(own(`push({"nonce":"${NONCE}"})`), NONCE);
  const shown = `push({"nonce":"${"-".repeat(NONCE.length)}"})`;
  expect(html).toBe(`<script>${shown}</script>`);
  expect(hashes).toEqual([source(shown)]);
});

it("hashes line ends as a browser reads them", () => {
  expect(hashInlineScripts(own("a\r\nb\rc"), NONCE).hashes).toEqual([source("a\nb\nc")]);
});

it("refuses a page whose scripts would burst the header", () => {
  const scripts = Array.from({ length: MAX_INLINE_SCRIPTS + 1 }, (_, at) => own(`f(${at})`)).join("");
  expect(() => hashInlineScripts(scripts, NONCE)).toThrow("41 inline scripts");
});

it("makes nonces of 144 bits that nothing escapes", () => {
  const nonces = new Set(Array.from({ length: 1_000 }, makeNonce));
  expect(nonces.size).toBe(1_000);
  for (const nonce of nonces) expect(nonce).toMatch(/^[\w-]{24}$/);
});
