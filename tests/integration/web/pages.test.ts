import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compressAssets } from "#processes/up/build/compress-assets.ts";
import type { RequestListener } from "node:http";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { pagePolicy, renderPolicy } from "#processes/web/pages/page-budget.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { MARKET_NOW, seedMarket } from "../../support/market/market.ts";
import { sharedRedis } from "../../support/servers/redis.ts";
import { startTestWeb } from "../../support/servers/web.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  await seedMarket(database.db);
});

afterAll(async () => {
  await database?.drop();
});

const PAGE = `<!doctype html><p>${"The Grand Exchange moves. ".repeat(100)}</p>`;

/** A page renderer that counts, in place of Next: the tests are about the server in front of it. */
async function openWeb(
  databaseUrl = database.url,
  beforeAnswer = () => Promise.resolve(),
  assetsDir?: string,
) {
  const rendered: { url: string; host: string | undefined; cookie: string | undefined }[] = [];
  const next: RequestListener = async (req, res) => {
    rendered.push({ url: req.url ?? "", host: req.headers.host, cookie: req.headers.cookie });
    await beforeAnswer();
    res.writeHead(req.url === "/items/3" ? 404 : 200, { "Content-Type": "text/html" }).end(PAGE);
  };
  const web = await startTestWeb({
    databaseUrl,
    redis: sharedRedis(),
    clock: { now: () => MARKET_NOW },
    next,
    ...(assetsDir !== undefined && { assetsDir }),
  });
  onTestFinished(web.close);
  const get = async (path: string, headers: Record<string, string> = {}) => {
    const response = await fetch(web.url + path, { headers });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  return { get, rendered };
}

describe("a shared page", () => {
  it("is rendered and compressed once per tick, and answered with 304 to clients that have it", async () => {
    const { get, rendered } = await openWeb();
    const first = await get("/", { "accept-encoding": "br" });
    expect(first.text).toBe(PAGE);
    expect(first.headers.get("content-encoding")).toBe("br");
    await get("/");
    const etag = first.headers.get("etag") ?? "";
    expect((await get("/", { "if-none-match": etag })).status).toBe(304);
    expect(rendered).toHaveLength(1);
  });

  it("is cached separately for each URL", async () => {
    const { get, rendered } = await openWeb();
    for (const path of ["/?sort=roi", "/?sort=margin", "/items/4151", "/?sort=roi"]) await get(path);
    expect(rendered.map(({ url }) => url)).toEqual(["/?sort=roi", "/?sort=margin", "/items/4151"]);
  });

  it("does not depend on the Host of a caller", async () => {
    const { get, rendered } = await openWeb();
    await get("/");
    expect(rendered).toMatchObject([{ url: "/", host: "localhost" }]);
  });

  it("is the same for signed-in users, and the renderer gets no cookies", async () => {
    const { get, rendered } = await openWeb();
    const cookie = "__Host-session=1";
    const first = await get("/", { cookie });
    expect((await get("/")).headers.get("etag")).toBe(first.headers.get("etag"));
    expect(first.headers.get("vary")).not.toMatch(/cookie/i);
    expect(rendered).toEqual([{ url: "/", host: "localhost", cookie: undefined }]);
  });

  it("is not cached for Next's own fetch of its payload", async () => {
    const { get, rendered } = await openWeb();
    await get("/");
    await get("/?_rsc=x", { rsc: "1" });
    expect(rendered).toHaveLength(2);
  });

  it("is not cached if it is a 404", async () => {
    const { get, rendered } = await openWeb();
    expect((await get("/items/3")).status).toBe(404);
    const again = await get("/items/3");
    expect(again.headers.get("cache-control")).toBe("no-store");
    expect(rendered).toHaveLength(2);
  });

  it("is rendered and not cached while the database is down", async () => {
    const own = await createTestDatabase();
    await own.drop();
    const { get, rendered } = await openWeb(own.url);
    const page = await get("/");
    expect(page.status).toBe(200);
    expect(page.headers.get("cache-control")).toBe("no-store");
    await get("/");
    expect(rendered).toHaveLength(2);
  });
});

describe("rendering", () => {
  it("is charged to the IP address, with a readable refusal; cached pages and other IP addresses are not", async () => {
    const { get, rendered } = await openWeb();
    const from = (address: string) => ({ "x-forwarded-for": address });
    const { points } = pagePolicy;
    const statuses = new Map<number, number>();
    for (let begun = 0; begun < points; begun += 50) {
      const asked = Array.from({ length: 50 }, (_each, index) =>
        get(`/settings/${begun + index}`, from("203.0.113.21")),
      );
      for (const { status } of await Promise.all(asked))
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    expect([...statuses]).toEqual([[200, points]]);

    const refused = await get("/settings/new", from("203.0.113.21"));
    expect([refused.status, refused.headers.get("ratelimit-limit")]).toEqual([429, String(points)]);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(refused.text).toMatch(/^Too many requests from this address; try again in \d+ seconds?\n$/);
    expect(rendered).toHaveLength(points);

    expect((await get("/settings/new", from("203.0.113.22"))).status).toBe(200);
    expect((await get("/", from("203.0.113.21"))).status).toBe(200);
  });

  it("of shared pages has a smaller budget, which pages with unknown parameters do not touch", async () => {
    const { get, rendered } = await openWeb();
    const from = { "x-forwarded-for": "203.0.113.23" };
    const { points } = renderPolicy;
    for (let index = 0; index < 50; index += 1) expect((await get(`/?x=${index}`, from)).status).toBe(200);
    expect(rendered).toHaveLength(1);
    for (let begun = 1; begun < points; begun += 23) {
      const ids = Array.from({ length: Math.min(23, points - begun) }, (_each, index) => begun + index + 10);
      await Promise.all(ids.map((id) => get(`/items/${id}`, from)));
    }
    expect(rendered).toHaveLength(points);
    expect((await get("/items/9999", from)).status).toBe(429);
    expect((await get("/items/11", from)).status).toBe(200);
  });

  it("has room for few at once; beyond it the answer is 503 with Retry-After, and the rest is answered", async () => {
    const finish = Promise.withResolvers<void>();
    const { get, rendered } = await openWeb(database.url, () => finish.promise);
    let refused = 0;
    const asked = Array.from({ length: 60 }, async (_each, index) => {
      const page = await get(`/items/${index + 10}`);
      if (page.status !== 503) return page.status;
      expect(page.headers.get("retry-after")).toBe("5");
      expect(page.text).toContain("The site is busy");
      refused += 1;
      return page.status;
    });
    await expect.poll(() => rendered.length).toBe(2);
    // Two are rendered and 40 wait; on a busy machine some of them wait too long.
    await expect.poll(() => refused).toBeGreaterThanOrEqual(18);
    expect(rendered).toHaveLength(2);
    finish.resolve();
    const statuses = await Promise.all(asked);
    expect(new Set(statuses)).toEqual(new Set([200, 503]));
    expect(rendered).toHaveLength(60 - refused);
  });
});

describe("build output", () => {
  const TEXT = "start();".repeat(1_000);

  async function openAssets() {
    const assetsDir = await mkdtemp(join(tmpdir(), "ge-metrics-assets-"));
    onTestFinished(() => rm(assetsDir, { recursive: true, force: true }));
    await mkdir(join(assetsDir, "chunks"));
    await writeFile(join(assetsDir, "chunks/a1.js"), TEXT);
    await writeFile(join(assetsDir, "..", "secret-beside.js"), "no");
    onTestFinished(() => rm(join(assetsDir, "..", "secret-beside.js"), { force: true }));
    await compressAssets(assetsDir);
    return openWeb(database.url, undefined, assetsDir);
  }

  it("is served from disk in its compressed copies, cached for good, and Next is not asked", async () => {
    const { get, rendered } = await openAssets();
    for (const [accepted, encoding] of [
      ["gzip, br", "br"],
      ["gzip", "gzip"],
      ["identity", null],
    ] as const) {
      const asset = await get("/_next/static/chunks/a1.js", { "accept-encoding": accepted });
      expect([asset.status, asset.headers.get("content-encoding"), asset.text]).toEqual([
        200,
        encoding,
        TEXT,
      ]);
      expect(asset.headers.get("content-type")).toMatch(/^text\/javascript/);
      expect(asset.headers.get("cache-control")).toBe("public,max-age=31536000,immutable");
      expect(asset.headers.get("vary")).toContain("Accept-Encoding");
      const etag = asset.headers.get("etag") ?? "";
      const again = await get("/_next/static/chunks/a1.js", {
        "if-none-match": etag,
        "accept-encoding": accepted,
      });
      expect(again.status).toBe(304);
    }
    expect(rendered).toHaveLength(0);
  });

  it("that does not exist is a 404 at once, and nothing outside of its folder is read", async () => {
    const { get, rendered } = await openAssets();
    for (const path of ["chunks/gone.js", "..%2fsecret-beside.js"]) {
      const gone = await get(`/_next/static/${path}`);
      expect([path, [400, 404].includes(gone.status)]).toEqual([path, true]);
      expect(gone.headers.get("cache-control")).toBe("no-store");
    }
    expect(rendered).toHaveLength(0);
  });
});
