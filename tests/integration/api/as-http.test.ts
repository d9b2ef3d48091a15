import { get } from "node:http";
import { brotliDecompressSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { itemPriceHistory, priceBuckets } from "#features/history/schema.ts";
import type { DbHandle } from "#platform/db/db.ts";
import { openConnection, statusesOf } from "../../support/http/raw-http.ts";
import { seedFiveMinutes } from "../../support/market/five-minutes.ts";
import { MARKET_NOW } from "../../support/market/market.ts";
import { useMarketWeb } from "../../support/market/market-web.ts";

const NOW_S = MARKET_NOW.getTime() / 1_000;
let database: DbHandle;
const web = useMarketWeb({
  seed: (db) => {
    database = db;
    return seedFiveMinutes(db);
  },
});

const ask = (path: string, init?: RequestInit) => fetch(`${web.url}/api/v1/osrs/${path}`, init);
const json = async (path: string): Promise<unknown> => {
  const response = await ask(path);
  expect([path, response.status]).toEqual([path, 200]);
  return response.json();
};

/** Not with fetch, which decompresses the body. */
const raw = (path: string, headers: Record<string, string>) =>
  new Promise<{ headers: Record<string, string | string[] | undefined>; body: Buffer }>((resolve, reject) => {
    get(`${web.url}/api/v1/osrs/${path}`, { headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => resolve({ headers: response.headers, body: Buffer.concat(chunks) }));
    }).on("error", reject);
  });

describe("as HTTP", () => {
  test("an unchanged answer is a 304 without a body, also for another origin", async () => {
    const first = await ask("latest", { headers: { origin: "https://elsewhere.example" } });
    await first.arrayBuffer();
    const etag = first.headers.get("etag") ?? "";
    expect(first.headers.get("cache-control")).toMatch(/^public, max-age=0, s-maxage=5\b/);
    expect(first.headers.get("access-control-expose-headers")).toContain("ETag");
    const again = await ask("latest?unknown=1", { headers: { "if-none-match": `"other", ${etag}` } });
    expect([again.status, await again.text(), again.headers.get("etag")]).toEqual([304, "", etag]);
    expect(again.headers.get("access-control-allow-origin")).toBe("*");
  });

  test("one weak ETag stands for all codings, and is known again in each of them", async () => {
    const path = "timeseries?timestep=5m&id=561";
    const tags = await Promise.all(
      ["identity", "gzip", "br"].map(async (coding) => {
        const { headers } = await raw(path, { "accept-encoding": coding });
        return headers["etag"];
      }),
    );
    expect(new Set(tags).size).toBe(1);
    const tag = String(tags[0]);
    expect(tag).toMatch(/^W\/"[\w-]+"$/);
    for (const header of [tag, tag.slice(2), `"other", ${tag}`, "*"]) {
      const again = await ask(path, { headers: { "if-none-match": header, "accept-encoding": "gzip" } });
      expect([header, again.status]).toEqual([header, 304]);
    }
    expect((await ask(path, { headers: { "if-none-match": '"other"' } })).status).toBe(200);
  });

  test("what is not there yet is not kept, and is answered as soon as it is there", async () => {
    const asked = [`5m?timestamp=${NOW_S - 600_000}`, "latest?id=777", "timeseries?id=777&timestep=5m"];
    for (const path of [...asked, `6h?timestamp=${NOW_S}`]) {
      const response = await ask(path);
      expect([path, response.status, response.headers.get("cache-control")]).toEqual([path, 200, "no-store"]);
      expect(Object.keys(((await response.json()) as { data: object }).data)).toEqual([]);
    }
    const bucket = { stepS: 300, bucketAt: new Date((NOW_S - 600_000) * 1_000) };
    await database.orm
      .insert(itemPriceHistory)
      .values({ ...bucket, itemId: 561, avgHigh: 9, avgLow: null, highVolume: 1, lowVolume: 0 });
    await database.orm
      .insert(priceBuckets)
      .values({ ...bucket, status: "stored", itemCount: 1, receivedAt: MARKET_NOW });
    const come = await ask(asked[0] ?? "");
    expect(await come.json()).toMatchObject({ data: { "561": { avgHighPrice: 9 } } });
    expect(come.headers.get("cache-control")).toContain("s-maxage=60");
  });

  test.each([
    ["a body", "GET /api/v1/osrs/latest", "Content-Length: 2\r\n", "{}", 400],
    [
      "a body in chunks",
      "GET /api/v1/osrs/latest",
      "Transfer-Encoding: chunked\r\n",
      "2\r\n{}\r\n0\r\n\r\n",
      400,
    ],
    ["a path that folds", "GET /api/v1/osrs/../latest", "", "", 400],
    ["too large a body", "POST /api/v1/osrs/latest", "Content-Length: 2000000\r\n", "", 413],
  ])("a request with %s is refused so that a page can read why", async (_, line, headers, body, status) => {
    const connection = await openConnection(web.url);
    connection.write(`${line} HTTP/1.1\r\nHost: desk.example\r\nConnection: close\r\n${headers}\r\n${body}`);
    const came = await connection.closed;
    expect([came, statusesOf(came)]).toEqual([came, [status]]);
    expect(came).toContain("\r\nAccess-Control-Allow-Origin: *\r\n");
    expect(came).toContain('"message":');
  });

  test("a preflight allows only reading", async () => {
    const response = await ask("latest", {
      method: "OPTIONS",
      headers: { origin: "https://elsewhere.example" },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(response.headers.get("access-control-allow-methods")).toBe("GET, HEAD, OPTIONS");
    expect(response.headers.get("access-control-allow-credentials")).toBeNull();
  });

  test("HEAD has the same headers as GET", async () => {
    const [head, whole] = [await ask("5m", { method: "HEAD" }), await ask("5m")];
    expect([head.status, await head.text(), head.headers.get("etag")]).toEqual([
      200,
      "",
      whole.headers.get("etag"),
    ]);
  });

  test("one slash at the end of a path is taken, and the answer is the same", async () => {
    for (const path of ["mapping", "latest", "5m", "1h"]) {
      expect([path, await json(`${path}/`)]).toEqual([path, await json(path)]);
    }
    expect(await json("latest/?id=4151")).toEqual(await json("latest?id=4151"));
    expect(await json("timeseries/?id=561&timestep=5m")).toEqual(await json("timeseries?id=561&timestep=5m"));
    expect((await fetch(`${web.url}/api/v1/openapi.json/`)).status).toBe(200);
    expect((await ask("latest//")).status).toBe(400);
  });

  test("answers are compressed, and equal for every spelling of a query", async () => {
    const { headers, body } = await raw(`timeseries?timestep=5m&id=561&_=1`, { "accept-encoding": "br" });
    expect(headers["content-encoding"]).toBe("br");
    expect(JSON.parse(brotliDecompressSync(body).toString())).toEqual(
      await json("timeseries?id=561&timestep=5m"),
    );
  });

  test("the coding of the highest weight is taken, and a request that refuses all is told so", async () => {
    const path = "timeseries?timestep=5m&id=561";
    const codingOf = async (accepted: string) =>
      (await raw(path, { "accept-encoding": accepted })).headers["content-encoding"];
    expect(await codingOf("gzip, br;Q=0")).toBe("gzip");
    expect(await codingOf("gzip;q=1, br;q=0.1")).toBe("gzip");
    const refused = await ask(path, { headers: { "accept-encoding": "identity;q=0" } });
    expect([refused.status, refused.headers.get("cache-control")]).toEqual([406, "no-store"]);
    expect(refused.headers.get("access-control-allow-origin")).toBe("*");
    expect(await refused.json()).toMatchObject({ error: { code: "invalid_input" } });
  });
});
