import { describe, expect, it } from "vitest";
import { parseBucket } from "#features/history/ingest/parse-bucket.ts";

const AT_S = 1_789_999_800;
const AT_MS = AT_S * 1_000;
const NOW_MS = AT_MS + 330_000;
const newest = { step: "5m", bucketAtMs: null } as const;
const good = { avgHighPrice: 110, highPriceVolume: 5, avgLowPrice: 100, lowPriceVolume: 7 };
const oneSide = { avgHighPrice: null, highPriceVolume: 0, avgLowPrice: 100, lowPriceVolume: 7 };

const parse = (data: unknown, timestamp: unknown = AT_S) => parseBucket({ data, timestamp }, newest, NOW_MS);

describe("parseBucket", () => {
  it("reads rows, and a side without trades as unknown", () => {
    expect(parse({ "561": good, "2": oneSide })).toEqual({
      ok: true,
      refused: {},
      value: {
        bucketAtMs: AT_MS,
        rows: [
          { itemId: 2, avgHigh: null, avgLow: 100, highVolume: 0, lowVolume: 7 },
          { itemId: 561, avgHigh: 110, avgLow: 100, highVolume: 5, lowVolume: 7 },
        ],
      },
    });
  });

  it.each([
    ["price and volume disagree", { ...good, avgHighPrice: null }],
    ["price and volume disagree", { ...good, lowPriceVolume: 0 }],
    ["nothing traded", { avgHighPrice: null, highPriceVolume: 0, avgLowPrice: null, lowPriceVolume: 0 }],
    ["not a volume", { ...good, highPriceVolume: -1 }],
    ["not a volume", { ...good, highPriceVolume: null }],
    ["not a volume", { ...good, lowPriceVolume: 0.5 }],
    ["not a volume", { ...good, lowPriceVolume: 2 ** 53 }],
    ["not a price", { ...good, avgHighPrice: 0 }],
    ["not a price", { ...good, avgHighPrice: "110" }],
    ["not a price", { ...good, avgLowPrice: 1e300 }],
    ["not a row", 5],
  ])("refuses a row whose %s and keeps the others: %j", (reason, row) => {
    expect(parse({ "561": row, "2": oneSide })).toMatchObject({
      ok: true,
      refused: { [reason]: 1 },
      value: { rows: [{ itemId: 2 }] },
    });
  });

  it.each([
    ["no time", null],
    ["a time between two buckets", AT_S + 1],
    ["milliseconds", AT_MS],
    ["a text", String(AT_S)],
    ["a bucket that has not closed", AT_S + 900],
  ])("refuses %s as a whole", (_name, timestamp) => {
    expect(parse({ "561": good }, timestamp)).toMatchObject({ ok: false });
  });

  it("refuses another bucket than was asked for", () => {
    const asked = { step: "5m", bucketAtMs: AT_MS - 300_000 } as const;
    expect(parseBucket({ data: { "561": good }, timestamp: AT_S }, asked, NOW_MS)).toEqual({
      ok: false,
      problem: "The price feed answered with another time than was asked for.",
    });
  });

  it.each([null, [[]], { timestamp: AT_S }, { data: [], timestamp: AT_S }])(
    "refuses a body of another shape as a whole: %j",
    (body) => {
      expect(parseBucket(body, newest, NOW_MS)).toMatchObject({ ok: false });
    },
  );
});
