import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createHash } from "node:crypto";
import type { RequestListener } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { MARKET_NOW, seedMarket } from "../../support/market/market.ts";
import { sharedRedis } from "../../support/servers/redis.ts";
import { startTestWeb } from "../../support/servers/web.ts";
import type { TestWeb } from "../../support/servers/web.ts";

let database: TestDatabase;
let web: TestWeb;
let nowMs = MARKET_NOW.getTime();
let assetsDir: string;
const warnings: unknown[] = [];
const renders: { url: string; nonce: string; own: string | undefined }[] = [];

const OWN = "start()";
/** Finds its nonce where Next finds it, and puts it where Next does; what has none came from somebody else. */
const next: RequestListener = (req, res) => {
  const policy = String(req.headers["content-security-policy"]);
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? "";
  renders.push({ url: req.url ?? "", nonce, own: req.headers["x-nonce"] as string | undefined });
  res.setHeader("Content-Type", "text/html; charset=utf-8");
  res.end(`<p>desk</p><script nonce="${nonce}">${OWN}</script><script>stored()</script>`);
};

beforeAll(async () => {
  database = await createTestDatabase();
  await seedMarket(database.db);
  assetsDir = await mkdtemp(join(tmpdir(), "ge-metrics-assets-"));
  await mkdir(join(assetsDir, "chunks"));
  await writeFile(join(assetsDir, "chunks/a.js"), OWN);
  web = await startTestWeb({
    databaseUrl: database.url,
    redis: sharedRedis(),
    clock: { now: () => new Date(nowMs) },
    next,
    assetsDir,
    onWarn: (fields) => warnings.push(fields),
  });
});
afterAll(async () => {
  await web?.close();
  await database?.drop();
  await rm(assetsDir, { recursive: true, force: true });
});
beforeEach(() => {
  renders.length = 0;
  warnings.length = 0;
});

const scriptSources = (headers: Headers): string[] =>
  /script-src ([^;]*)/.exec(headers.get("content-security-policy") ?? "")?.[1]?.split(" ") ?? [];
const json = { "content-type": "application/json" };

const ANSWERS: readonly [what: string, path: string, init: RequestInit, status: number][] = [
  ["a procedure from bytes", "/trpc/items.getAll", {}, 200],
  ["a procedure that was not found", "/trpc/items.nope", {}, 404],
  ["a procedure called by POST", "/trpc/items.nope", { method: "POST", body: "{}", headers: json }, 404],
  ["a refused procedure", "/trpc/items.get?input=%7B", {}, 400],
  ["health", "/health", {}, 200],
  ["deep health", "/health/deep", {}, 200],
  ["the public API", "/api/v1/osrs/latest", {}, 200],
  ["a refusal of the public API", "/api/v1/osrs/latest?id=x", {}, 400],
  ["a preflight of the public API", "/api/v1/osrs/latest", { method: "OPTIONS" }, 204],
  ["a shared page", "/", {}, 200],
  ["a page that is not shared", "/settings", {}, 200],
  ["build output", "/_next/static/chunks/a.js", {}, 200],
  [
    "a mutation from another site",
    "/trpc/items.nope",
    { method: "POST", headers: { origin: "https://x.example" } },
    403,
  ],
  ["a report that is none", "/csp-report", { method: "POST", body: "{}" }, 400],
];

describe("the security and cache headers of", () => {
  it.each(ANSWERS)("%s", async (_what, path, init, status) => {
    const { headers, status: answered, body } = await fetch(web.url + path, init);
    await body?.cancel();
    expect(answered).toBe(status);
    expect(headers.get("strict-transport-security")).toBe("max-age=31536000");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(headers.get("referrer-policy")).toBe("same-origin");
    expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
    const policy = headers.get("content-security-policy");
    if (path.startsWith("/_next/")) expect(policy).toBeNull();
    else expect(policy).toContain("frame-ancestors 'none'");
    const isPage = ["/", "/settings"].includes(path);
    const trusted = "require-trusted-types-for 'script'; trusted-types default;";
    if (isPage) expect(policy).toContain(trusted);
    expect(headers.has("permissions-policy")).toBe(isPage);
    if (!isPage && policy !== null) expect(policy).toBe("default-src 'none'; frame-ancestors 'none'");
    const type = headers.get("content-type");
    if (status === 204) expect(type).toBeNull();
    else expect(type).toMatch(/^(?:application\/json|text\/[a-z]+; charset=utf-8)/);
    const open = path.startsWith("/api/v1/") ? "cross-origin" : "same-origin";
    expect(headers.get("cross-origin-resource-policy")).toBe(open);
    expect(headers.get("access-control-allow-origin")).toBe(open === "cross-origin" ? "*" : null);
  });
});

describe("a shared page", () => {
  it("allows its own scripts by hash, and no other", async () => {
    const page = await fetch(`${web.url}/items/4151`);
    const hash = createHash("sha256").update(OWN).digest("base64");
    expect(scriptSources(page.headers)).toEqual(["'self'", `'sha256-${hash}'`]);
    expect(await page.text()).toBe(`<p>desk</p><script>${OWN}</script><script>stored()</script>`);
    expect(page.headers.get("content-security-policy")).not.toMatch(/nonce|script-src[^;]*unsafe/);
  });

  it("has the same bytes and ETag after each render, and 304 repeats its policy", async () => {
    const first = await fetch(`${web.url}/?sort=roi`);
    await first.body?.cancel();
    nowMs += 600_000;
    const again = await fetch(`${web.url}/?sort=roi`);
    await again.body?.cancel();
    expect(new Set(renders.map(({ nonce }) => nonce)).size).toBe(2);
    const etag = again.headers.get("etag") ?? "";
    expect(etag).toBe(first.headers.get("etag"));
    const unchanged = await fetch(`${web.url}/?sort=roi`, { headers: { "if-none-match": etag } });
    expect(unchanged.status).toBe(304);
    const policy = again.headers.get("content-security-policy");
    expect(unchanged.headers.get("content-security-policy")).toBe(policy);
  });
});

describe("a page that is not shared", () => {
  it("has a new nonce in each answer, whatever nonce the caller sends", async () => {
    const claims = { "content-security-policy": "script-src 'nonce-mine'", "x-nonce": "mine" };
    const seen = new Set<string>();
    for (let count = 0; count < 20; count++) {
      const page = await fetch(`${web.url}/settings`, { headers: claims });
      const nonce = renders.at(-1)?.nonce ?? "";
      expect(renders.at(-1)?.own).toBe(nonce);
      expect(scriptSources(page.headers)).toEqual(["'self'", `'nonce-${nonce}'`]);
      expect(await page.text()).toContain(`<script nonce="${nonce}">`);
      seen.add(nonce);
    }
    expect(seen.size).toBe(20);
    expect(Math.min(...[...seen].map(({ length }) => length))).toBeGreaterThanOrEqual(24);
  });
});

describe("another origin", () => {
  it("may not read answers, and a preflight is refused", async () => {
    const headers = { origin: "https://x.example", "access-control-request-method": "POST" };
    for (const path of ["/trpc/items.getAll", "/trpc/auth.login"]) {
      const preflight = await fetch(web.url + path, { method: "OPTIONS", headers });
      await preflight.body?.cancel();
      expect(preflight.ok).toBe(false);
      const names = [...preflight.headers.keys()].filter((name) => name.startsWith("access-control-"));
      expect(names).toEqual([]);
    }
    const read = await fetch(`${web.url}/trpc/items.getAll`, { headers });
    await read.body?.cancel();
    expect(read.headers.get("access-control-allow-origin")).toBeNull();
  });
});

it("sends password managers from the well-known address to the page of the password", async () => {
  for (const method of ["GET", "HEAD"]) {
    const response = await fetch(`${web.url}/.well-known/change-password`, { method, redirect: "manual" });
    expect([response.status, response.headers.get("location")]).toEqual([302, "/settings/security"]);
    expect(response.headers.get("cache-control")).toBe("no-store");
  }
  const posted = await fetch(`${web.url}/.well-known/change-password`, { method: "POST" });
  expect([posted.status, posted.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
  expect(renders).toEqual([]);
});

describe("security.txt", () => {
  const daysLeft = (text: string): number =>
    (Date.parse(/^Expires: (.+)$/m.exec(text)?.[1] ?? "") - nowMs) / 86_400_000;

  it("names the contact and the language, and ends within a year of each answer", async () => {
    for (const waitedDays of [0, 400]) {
      nowMs += waitedDays * 86_400_000;
      const response = await fetch(`${web.url}/.well-known/security.txt`);
      const type = response.headers.get("content-type");
      expect([response.status, type]).toEqual([200, "text/plain; charset=utf-8"]);
      const text = await response.text();
      expect(text).toContain("Contact: mailto:security@desk.example\n");
      expect(text).toContain("Preferred-Languages: en\n");
      expect(daysLeft(text)).toBeGreaterThan(30);
      expect(daysLeft(text)).toBeLessThan(365);
    }
  });

  it("is a 404 with a sentence where nobody is named", async () => {
    const clock = { now: () => new Date(nowMs) };
    const silent = await startTestWeb({
      databaseUrl: database.url,
      redis: sharedRedis(),
      clock,
      securityContact: null,
    });
    try {
      const response = await fetch(`${silent.url}/.well-known/security.txt`);
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({
        error: { message: "Whoever runs this site has named no contact" },
      });
    } finally {
      await silent.close();
    }
  });
});

describe("a CSP report", () => {
  const send = (body: BodyInit, init: RequestInit = {}, caller = "203.0.113.9") =>
    fetch(`${web.url}/csp-report`, {
      method: "POST",
      body,
      headers: { "content-type": "application/csp-report", origin: "null", "x-forwarded-for": caller },
      ...init,
    });
  const report = (more: object = {}) =>
    JSON.stringify({
      "csp-report": {
        "document-uri": "https://desk.example/settings?token=secret#part",
        "blocked-uri": "inline",
        "effective-directive": "script-src-elem",
        ...more,
      },
    });

  it("is a warning in the log without personal data", async () => {
    const answer = await send(
      report({ "script-sample": "x".repeat(300), referrer: "https://x.example/?q=1" }),
    );
    expect([answer.status, await answer.text()]).toEqual([204, ""]);
    expect(warnings).toMatchObject([
      { report: { "document-uri": "https://desk.example/settings", "blocked-uri": "inline" } },
    ]);
    expect(JSON.stringify(warnings)).not.toMatch(/secret|xxx|q=1/);
  });

  it("is logged once for each kind, and a flood of kinds fills no log", async () => {
    for (let at = 0; at < 5; at++)
      await send(report({ "blocked-uri": `https://one.example/${at}` }), {}, "203.0.113.12");
    expect(warnings).toHaveLength(1);
    for (let at = 0; at < 100; at++)
      await send(report({ "blocked-uri": `https://x${at}.example/` }), {}, "203.0.113.13");
    expect(warnings.length).toBeLessThanOrEqual(20);
    expect(warnings[1]).toMatchObject({ leftOut: 4 });
  });

  it("is at most 8 KB, with or without a Content-Length", async () => {
    const large = report({ "source-file": "x".repeat(9_000) });
    expect((await send(large)).status).toBe(413);
    const stream = new Blob([large]).stream();
    expect((await send(stream, { duplex: "half" } as RequestInit)).status).toBe(413);
    expect(warnings).toEqual([]);
  });

  it("is refused if it is invalid or its sender is over the limit", async () => {
    const caller = "203.0.113.10";
    expect((await send("nonsense", {}, caller)).status).toBe(400);
    expect((await fetch(`${web.url}/csp-report`)).status).toBe(405);
    for (let count = 1; count < 300; count++) await (await send(report(), {}, caller)).body?.cancel();
    expect((await send(report(), {}, caller)).status).toBe(429);
    expect((await send(report(), {}, "203.0.113.11")).status).toBe(204);
  });
});
