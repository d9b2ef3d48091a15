import { describe, expect, it } from "vitest";
import { itemList, itemView, searchResult } from "#features/market/contract.ts";
import { volumes } from "#features/history/contract.ts";
import { marketStatus } from "#features/feed/contract.ts";
import { priceHistory } from "#features/history/contract.ts";
import { MARKET_NOW } from "../../support/market/market.ts";
import { useMarketWeb } from "../../support/market/market-web.ts";

const web = useMarketWeb();

const dataOf = async (response: Response): Promise<unknown> => {
  expect(response.status).toBe(200);
  return ((await response.json()) as { result: { data: unknown } }).result.data;
};

describe("items.getAll", () => {
  it("answers every item as columns of one length, by name, unknown as null", async () => {
    const { version, columns } = itemList.parse(await dataOf(await web.query("items.getAll")));
    expect(version).toBe(7);
    expect(columns.name).toEqual(["Abyssal whip", "Fire rune", "Nature rune", "Santa hat", "Item 99999"]);
    expect(new Set(Object.values(columns).map((column) => column.length))).toEqual(new Set([5]));
    expect(columns.limit).toEqual([70, 50_000, null, 5, null]);
    expect(columns.members).toEqual([true, false, false, false, null]);
    expect(columns.volume24h).toEqual([12_000, null, null, null, null]);
    expect(columns.highVolume24h).toEqual([7_000, null, null, null, null]);
    expect(columns.usualHigh).toEqual([400, null, null, null, null]);
    expect(columns.usualLow).toEqual([90, null, null, null, null]);
    expect(columns.slowVolume24h).toEqual([5_000, null, null, null, null]);
    expect(columns.margin).toEqual([1_700_000 - 34_000 - 1_650_000, 1, 8, -6_800_000 + 0, null]);
    expect(columns.quality[3]).toEqual(["stale", "inverted", "unconfirmed"]);
    expect(columns.quality[4]).toEqual(["incomplete", "unconfirmed"]);
  });

  it("takes an empty object as well as no input", async () => {
    expect((await web.query("items.getAll", {})).status).toBe(200);
  });
});

describe("items.get", () => {
  it("answers one item with its numbers after tax", async () => {
    const item = itemView.parse(await dataOf(await web.query("items.get", { id: 4151 })));
    expect(item).toMatchObject({
      id: 4151,
      high: 1_700_000,
      highTime: MARKET_NOW.getTime() - 60_000,
      tax: 34_000,
      resaleFee: 0,
      margin: 16_000,
      roi: 0.0097,
      breakEven: 1_683_673,
      volume1h: 500,
      change24h: 0.04688,
      alchRuneCost: 125,
      alchProfit: 72_000 - 1_650_000 - 125,
      quality: [],
      taxExempt: false,
    });
    expect(item.related).toEqual([]);
  });

  it("answers 404 with a typed error for an item that is not there", async () => {
    const response = await web.query("items.get", { id: 3 });
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({
      error: {
        message: "There is no item 3",
        data: { code: "NOT_FOUND", app: { code: "not_found", id: 3 } },
      },
    });
  });
});

describe("items.search", () => {
  it("finds by name, best first", async () => {
    const { hits } = searchResult.parse(await dataOf(await web.query("items.search", { query: "RUNE" })));
    expect(hits.map(({ id }) => id)).toEqual([554, 561]);
  });

  it.each(["4151", "abbywhip", "abysal whpi"])("finds the whip by %j", async (query) => {
    const { hits } = searchResult.parse(await dataOf(await web.query("items.search", { query })));
    expect(hits.map(({ name }) => name)).toEqual(["Abyssal whip"]);
  });
});

describe("items.getStatus", () => {
  it("says whose prices these are and how old", async () => {
    expect(marketStatus.parse(await dataOf(await web.query("items.getStatus")))).toEqual({
      version: 7,
      state: "live",
      source: "simulated",
      host: "127.0.0.1:1",
      itemCount: 4,
      latestAt: MARKET_NOW.getTime() - 12_000,
      fiveMinuteAt: MARKET_NOW.getTime() - 300_000,
      oneHourAt: MARKET_NOW.getTime() - 3_600_000,
      problem: null,
      backfill: null,
    });
  });
});

describe("items.getPriceHistory", () => {
  const history = async (input: unknown) =>
    priceHistory.parse(await dataOf(await web.query("items.getPriceHistory", input)));

  it("answers buckets in time order and leaves out those without trades", async () => {
    const { columns, from, to } = await history({ itemId: 4151, timestep: "1h" });
    expect(columns.at).toEqual([8, 7, 6, 5, 3, 2, 1].map((hour) => MARKET_NOW.getTime() - hour * 3_600_000));
    expect(columns.avgLow.at(-2)).toBeNull();
    expect(columns.lowVolume.at(-2)).toBe(0);
    expect((to - from) / 3_600_000).toBe(7 * 24);
  });

  it("honours from and to, the end not included", async () => {
    const hour = (n: number) => MARKET_NOW.getTime() - n * 3_600_000;
    const { columns } = await history({ itemId: 4151, timestep: "1h", from: hour(3), to: hour(1) });
    expect(columns.at).toEqual([hour(3), hour(2)]);
  });

  it("makes 6h buckets from hours, each side weighted by its volume", async () => {
    const { columns } = await history({ itemId: 4151, timestep: "6h" });
    // 06:00 to 12:00 holds the hours 6, 5, 3, 2 and 1 before noon.
    const hours = [6, 5, 3, 2, 1];
    const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
    const highVolume = sum(hours.map((hour) => 10 * hour));
    const turnover = sum(hours.map((hour) => 10 * hour * (1_700_000 - hour * 1_000)));
    expect(columns.at.at(-1)).toBe(MARKET_NOW.getTime() - 6 * 3_600_000);
    expect(columns.highVolume.at(-1)).toBe(highVolume);
    expect(columns.avgHigh.at(-1)).toBe(Math.round(turnover / highVolume));
    expect(columns.lowVolume.at(-1)).toBe(5 * (6 + 5 + 3 + 1));
  });

  it("answers no buckets for an item without history", async () => {
    expect((await history({ itemId: 561, timestep: "5m" })).columns.at).toEqual([]);
  });
});

describe("items.getVolumes", () => {
  it("answers both sides apart, in the order of the list", async () => {
    const { columns, oneHourAt } = volumes.parse(await dataOf(await web.query("items.getVolumes")));
    expect(columns.id[0]).toBe(4151);
    expect(columns.highVolume24h).toEqual([7_000, null, null, null, null]);
    expect(oneHourAt).toBe(MARKET_NOW.getTime() - 3_600_000);
  });
});

describe("public answers", () => {
  it("carry caching headers, a request id and an ETag that answers 304", async () => {
    const first = await web.query("items.getAll");
    expect(first.headers.get("cache-control")).toBe(
      "public, max-age=0, s-maxage=1, stale-while-revalidate=10",
    );
    // A browser that may use a stale preload would fetch the whole list twice.
    const preloaded = await web.query("items.getChanges", { since: null });
    expect(preloaded.headers.get("cache-control")).toBe("public, max-age=0, s-maxage=1");
    expect(first.headers.get("x-request-id")).toMatch(/^[\w-]+$/);
    const etag = first.headers.get("etag") ?? "";
    const again = await fetch(`${web.url}/trpc/items.getAll`, {
      headers: { "if-none-match": `W/"x", ${etag}` },
    });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe("");
  });

  it("do not grow the cache with parameters that mean nothing", async () => {
    const plain = await web.query("items.getAll");
    const padded = await fetch(`${web.url}/trpc/items.getAll?utm=1&x[]=2`);
    expect(padded.headers.get("etag")).toBe(plain.headers.get("etag"));
  });
});

describe("a batch of public reads", () => {
  const batchOf = (calls: readonly (readonly [path: string, input: unknown])[]): Promise<Response> => {
    const inputs = Object.fromEntries(calls.map(([, input], index) => [index, input]));
    const query = `batch=1&input=${encodeURIComponent(JSON.stringify(inputs))}`;
    return fetch(`${web.url}/trpc/${calls.map(([path]) => path).join()}?${query}`);
  };

  it("answers what its calls answer alone, equal ones too", async () => {
    const calls = [
      ["items.get", { id: 4151 }],
      ["items.getAll", {}],
      ["items.get", { id: 4151 }],
    ] as const;
    const alone = await Promise.all(
      calls.map(async ([path, input]) => (await web.query(path, input)).json()),
    );
    const response = await batchOf(calls);
    expect([response.status, await response.json()]).toEqual([200, alone]);
    const one = await batchOf([["items.getAll", {}]]);
    expect(await one.json()).toEqual([alone[1]]);
  });

  it("has status 207 if one of its calls fails, and is not cached", async () => {
    const response = await batchOf([
      ["items.get", { id: 4151 }],
      ["items.get", { id: 1 }],
    ]);
    expect([response.status, response.headers.get("cache-control")]).toEqual([207, "no-store"]);
    const [good, bad] = (await response.json()) as { result?: unknown; error?: { data: { app: unknown } } }[];
    expect(good?.result).toBeDefined();
    expect(bad?.error?.data.app).toMatchObject({ code: "not_found" });
  });
});
