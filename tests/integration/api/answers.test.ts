import { describe, expect, test } from "vitest";
import { bucketEndpoints, seriesEndpoint, volumesEndpoint } from "#features/api/rules/history-endpoints.ts";
import { latestEndpoint, mappingEndpoint } from "#features/api/rules/market-endpoints.ts";
import { seedFiveMinutes } from "../../support/market/five-minutes.ts";
import { MARKET_NOW } from "../../support/market/market.ts";
import { useMarketWeb } from "../../support/market/market-web.ts";

const NOW_S = MARKET_NOW.getTime() / 1_000;

const web = useMarketWeb({ seed: seedFiveMinutes });

const ask = (path: string, init?: RequestInit) => fetch(`${web.url}/api/v1/osrs/${path}`, init);
const json = async (path: string): Promise<unknown> => {
  const response = await ask(path);
  expect([path, response.status]).toEqual([path, 200]);
  return response.json();
};
const series = async (query: string) => seriesEndpoint.answer.parse(await json(`timeseries?${query}`));

describe("/mapping", () => {
  test("is a bare array sorted by name, without unknown amounts", async () => {
    const items = mappingEndpoint.answer.parse(await json("mapping"));
    expect(items.map(({ name }) => name)).toEqual(["Abyssal whip", "Fire rune", "Nature rune", "Santa hat"]);
    expect(items[0]).toEqual({
      examine: "A weapon from the abyss.",
      id: 4151,
      members: true,
      lowalch: 48_000,
      limit: 70,
      value: 120_001,
      highalch: 72_000,
      icon: "Abyssal whip.png",
      name: "Abyssal whip",
    });
    expect(Object.keys(items[3] ?? {})).toEqual(["examine", "id", "members", "limit", "icon", "name"]);
  });
});

describe("/latest", () => {
  test("has every priced item, with null for unknown sides and times in seconds", async () => {
    const { data } = latestEndpoint.answer.parse(await json("latest"));
    expect(Object.keys(data)).toEqual(["554", "561", "1050", "4151", "99999"]);
    expect(data["99999"]).toEqual({ high: 12, highTime: NOW_S - 60, low: null, lowTime: null });
  });

  test("?id= gives only that item, and no entry for an unknown id", async () => {
    expect(await json("latest?id=561")).toEqual({
      data: { "561": { high: 110, highTime: NOW_S - 5, low: 100, lowTime: NOW_S - 5 } },
    });
    expect(await json("latest?id=777")).toEqual({ data: {} });
  });
});

describe("/5m, /1h, /24h", () => {
  test("answer the newest accepted bucket and not the quarantined one", async () => {
    expect(bucketEndpoints["5m"].answer.parse(await json("5m"))).toEqual({
      data: {
        "561": { avgHighPrice: 110, highPriceVolume: 3, avgLowPrice: null, lowPriceVolume: 0 },
        "4151": { avgHighPrice: 110, highPriceVolume: 3, avgLowPrice: null, lowPriceVolume: 0 },
      },
      timestamp: NOW_S - 300,
    });
    expect(await json(`5m?timestamp=${NOW_S}`)).toEqual({ data: {}, timestamp: NOW_S });
  });

  test("answer an older bucket by its start, and an empty one if none is stored", async () => {
    const older = bucketEndpoints["1h"].answer.parse(await json(`1h?timestamp=${NOW_S - 7_200}`));
    expect(older.data["4151"]).toEqual({
      avgHighPrice: 1_698_000,
      highPriceVolume: 20,
      avgLowPrice: null,
      lowPriceVolume: 0,
    });
    expect(await json("1h?timestamp=1600002000")).toEqual({ data: {}, timestamp: 1_600_002_000 });
  });

  test("answer 503 while no bucket of that step is stored", async () => {
    const response = await ask("24h");
    expect(response.status).toBe(503);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await response.json()).toEqual({
      error: { code: "unavailable", message: "No bucket of 24h has arrived yet" },
    });
  });
});

describe("/6h", () => {
  const hours = [6, 5, 3, 2, 1];
  const whip = {
    highPriceVolume: 10 * hours.reduce((sum, hour) => sum + hour, 0),
    lowPriceVolume: 5 * (6 + 5 + 3 + 1),
  };

  test("answers the newest six hours that are over, made of their hours until they are stored", async () => {
    const newest = bucketEndpoints["6h"].answer.parse(await json("6h"));
    expect(newest.timestamp).toBe(NOW_S - 21_600);
    expect(newest.data).toMatchObject({ "4151": whip });
    expect(await json(`6h?timestamp=${NOW_S - 21_600}`)).toEqual(newest);
    const [point] = (await series("id=4151&timestep=6h")).data.slice(-1);
    expect({ timestamp: newest.timestamp, ...newest.data["4151"] }).toEqual(point);
  });

  test("answers older ones by their start, and nothing of those that are not over", async () => {
    const older = bucketEndpoints["6h"].answer.parse(await json(`6h/?timestamp=${NOW_S - 43_200}`));
    expect(older.data).toMatchObject({ "4151": { highPriceVolume: 150, lowPriceVolume: 75 } });
    expect(await json(`6h?timestamp=${NOW_S}`)).toEqual({ data: {}, timestamp: NOW_S });
    expect((await ask("6h?timestamp=3600")).status).toBe(400);
  });
});

test("/volumes has the units of both sides in 24 hours, where they are known", async () => {
  expect(volumesEndpoint.answer.parse(await json("volumes"))).toEqual({
    timestamp: NOW_S,
    data: { "4151": 12_000 },
  });
});

describe("/timeseries", () => {
  test("answers at most the newest 365 points, oldest first", async () => {
    const { data, itemId } = await series("id=561&timestep=5m");
    expect([itemId, data.length, data[0]?.timestamp, data.at(-1)?.timestamp]).toEqual([
      561,
      365,
      NOW_S - 365 * 300,
      NOW_S - 300,
    ]);
    expect(data[0]).toEqual({
      timestamp: NOW_S - 365 * 300,
      avgHighPrice: 110,
      avgLowPrice: null,
      highPriceVolume: 3,
      lowPriceVolume: 0,
    });
  });

  test("leaves out empty buckets and reaches further back for its points", async () => {
    const { data } = await series("id=4151&timestep=5m");
    expect([data.length, data[0]?.timestamp]).toEqual([200, NOW_S - 399 * 300]);
  });

  test("with from and to answers all buckets that start in the range, also more than 365", async () => {
    const from = NOW_S - 400 * 300;
    expect((await series(`id=561&timestep=5m&from=${from}`)).data).toHaveLength(400);
    const some = await series(`id=561&step=5m&from=${from + 1}&to=${from + 900}`);
    expect(some.data.map(({ timestamp }) => timestamp)).toEqual([from + 300, from + 600]);
    const before = await series(`id=561&timestep=5m&to=${NOW_S - 600}`);
    expect([before.data.length, before.data.at(-1)?.timestamp]).toEqual([365, NOW_S - 900]);
  });

  test("rolls hours up to 6h, each side weighted by its volume", async () => {
    const { data } = await series("id=4151&timestep=6h");
    expect(data).toHaveLength(2);
    expect(data[1]).toMatchObject({ timestamp: NOW_S - 21_600, highPriceVolume: 170, lowPriceVolume: 75 });
  });

  test("answers an item without trades with no points", async () => {
    expect(await series("id=777&timestep=1h")).toEqual({ data: [], itemId: 777 });
  });
});

describe("an invalid request is refused with a message", () => {
  test.each([
    ["latest?id=whip", /^id: /],
    ["latest?id=-1", /^id: /],
    ["latest?id=1e3", /^id: /],
    ["latest?id=99999999999", /^id: /],
    ["5m?timestamp=1600000001", /^timestamp: must be a multiple of 300$/],
    ["1h?timestamp=", /^timestamp: /],
    ["timeseries", /id: /],
    ["timeseries?id=4151", /^timestep: is needed: one of 5m, 1h, 6h, 24h$/],
    ["timeseries?id=4151&timestep=2h", /^timestep: /],
    ["timeseries?id=4151&timestep=1h&step=5m", /^step: differs/],
    ["timeseries?id=4151&timestep=1h&from=10&to=10", /^from: must be before to$/],
    ["timeseries?id=4151&timestep=5m&from=0", /at most 10000/],
    ["timeseries?id=4151&timestep=__proto__", /^timestep: /],
  ])("%s", async (path, words) => {
    const response = await ask(path);
    const body = (await response.json()) as { error: { code: string; message: string } };
    expect([response.status, body.error.code]).toEqual([400, "invalid_input"]);
    expect(body.error.message).toMatch(words);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(response.headers.get("cache-control")).toBe("no-store");
  });

  test("an unknown endpoint: 404; a method other than GET and HEAD: 405", async () => {
    for (const path of ["nothing", "latest/4151", "__proto__", "%20", ""]) {
      expect([path, (await ask(path)).status]).toEqual([path, 404]);
    }
    expect((await ask("%00")).status).toBe(400);
    const post = await ask("latest", { method: "POST", body: "{}" });
    expect([post.status, post.headers.get("allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
  });
});

describe("the OpenAPI document", () => {
  test("lists every endpoint, its parameters and its errors", async () => {
    const response = await fetch(`${web.url}/api/v1/openapi.json`);
    expect(response.headers.get("content-type")).toBe("application/json; charset=utf-8");
    const document = (await response.json()) as {
      openapi: string;
      servers: { url: string }[];
      paths: Record<
        string,
        { get: { parameters: { name: string; required: boolean }[]; responses: object } }
      >;
    };
    expect(document.openapi).toBe("3.1.1");
    const paths = ["/mapping", "/latest", "/5m", "/1h", "/6h", "/24h", "/volumes", "/timeseries"];
    expect(Object.keys(document.paths)).toEqual(paths);
    expect(document.paths["/timeseries"]?.get.parameters).toMatchObject([
      { name: "id", required: true },
      { name: "timestep", required: false },
      { name: "step", required: false },
      { name: "from", required: false },
      { name: "to", required: false },
    ]);
    for (const [path, { get: operation }] of Object.entries(document.paths)) {
      expect([path, Object.keys(operation.responses)]).toEqual([
        path,
        ["200", "304", "400", "401", "403", "429", "503"],
      ]);
    }
  });

  test("has a valid example for every endpoint", () => {
    for (const endpoint of [
      mappingEndpoint,
      latestEndpoint,
      ...Object.values(bucketEndpoints),
      volumesEndpoint,
      seriesEndpoint,
    ]) {
      expect(endpoint.answer.safeParse(endpoint.example.answer).success).toBe(true);
    }
  });
});
