import { describe, expect, it } from "vitest";
import { isCrossOriginMutation } from "./origin.ts";
import type { OriginClaim } from "./origin.ts";

const PUBLIC = "https://desk.example";
const post = (claim: Partial<OriginClaim> = {}): OriginClaim => ({
  method: "POST",
  origin: undefined,
  secFetchSite: undefined,
  host: "desk.example",
  ...claim,
});
const isRefused = (claim: Partial<OriginClaim>, path = "/trpc/auth.login", publicOrigin = PUBLIC) =>
  isCrossOriginMutation(post(claim), path, publicOrigin);

describe("a mutation from another site's page", () => {
  it.each<[string, Partial<OriginClaim>]>([
    ["names that site", { origin: "https://evil.example" }],
    ["comes from a sandbox", { origin: "null" }],
    ["comes from a subdomain", { origin: "https://shop.desk.example", secFetchSite: "same-site" }],
    ["is said to be cross-site", { secFetchSite: "cross-site" }],
    ["says nothing but same-site", { secFetchSite: "same-site" }],
    ["claims our origin, but the browser knows better", { origin: PUBLIC, secFetchSite: "cross-site" }],
    ["says it is ours twice", { origin: `${PUBLIC}, ${PUBLIC}` }],
    ["says Sec-Fetch-Site twice", { secFetchSite: "same-origin, cross-site" }],
    ["has another port", { origin: "https://desk.example:8443" }],
    ["is our host without TLS, where the public address has it", { origin: "http://desk.example" }],
    ["ends like our host", { origin: "https://evildesk.example" }],
    ["begins like our host", { origin: "https://desk.example.evil.example" }],
    ["has no host to compare", { origin: "https://evil.example", host: undefined }],
  ])("that %s is refused", (_what, claim) => {
    expect(isRefused(claim)).toBe(true);
  });

  it.each(["POST", "PUT", "PATCH", "DELETE", "PROPFIND", undefined])("is refused by method %s", (method) => {
    expect(isRefused({ method, secFetchSite: "cross-site" })).toBe(true);
  });

  it.each([
    "/trpc/items.get",
    "/",
    "/settings",
    "/api/stripe/webhook/more",
    "/api/v1",
    "/csp-report/x",
    "/api/v2/x",
  ])("is refused at %s", (path) => expect(isRefused({ secFetchSite: "cross-site" }, path)).toBe(true));
});

describe("a mutation passes", () => {
  it.each<[string, Partial<OriginClaim>]>([
    ["from our own page", { origin: PUBLIC, secFetchSite: "same-origin" }],
    ["that a person began", { secFetchSite: "none" }],
    ["from a program, which says neither", {}],
    ["by the host it was sent to", { origin: "https://other.example", host: "other.example" }],
  ])("%s", (_what, claim) => {
    expect(isRefused(claim)).toBe(false);
  });

  it("at any of the host's names, where the public address is plain http", () => {
    const claim = { origin: "http://192.168.1.7:3000", host: "192.168.1.7:3000", secFetchSite: undefined };
    expect(isRefused(claim, "/trpc/x", "http://localhost:3000")).toBe(false);
    expect(isRefused({ ...claim, host: "localhost:3000" }, "/trpc/x", "http://localhost:3000")).toBe(true);
  });

  it.each(["/api/stripe/webhook", "/api/v1/logs", "/csp-report"])("from anywhere at %s", (path) => {
    expect(isRefused({ origin: "null", secFetchSite: "cross-site" }, path)).toBe(false);
  });
});

it.each(["GET", "HEAD", "OPTIONS"])("%s changes nothing and may come from anywhere", (method) => {
  expect(isRefused({ method, origin: "https://evil.example", secFetchSite: "cross-site" })).toBe(false);
});
