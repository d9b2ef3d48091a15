import { describe, expect, it, test } from "vitest";
import { digestOf } from "./series.ts";
import { candleSentence, candleSummary, compareSummary, pointSentence, summaryOf } from "./chart-summary.ts";

const held = { isBlank: false };
const blank = { isBlank: true };

const point = (high: number | null, low: number | null) => ({
  at: 1_790_000_000_000,
  high,
  low,
  highVolume: high === null ? 0 : 1200,
  lowVolume: low === null ? 0 : 7,
});

describe("summaryOf", () => {
  it("describes each side's course and the traded volume", () => {
    expect(
      summaryOf(
        "the last day",
        "5m",
        digestOf([point(1_700_000, null), point(null, null), point(1_716_616, null)]),
      ),
    ).toBe(
      "The last day, averages of 5 minutes; traded in 2 of 3. " +
        "High went from 1,700,000 gp to 1,716,616 gp, lowest 1,700,000 gp, highest 1,716,616 gp. " +
        "Low is unknown: nobody traded on it. 2,400 bought instantly, 0 sold instantly.",
    );
  });
});

describe("pointSentence", () => {
  it("names unknown values instead of showing zero", () => {
    expect(pointSentence("14:05", point(null, 100), held)).toBe(
      "14:05: high unknown, low 100 gp, 0 bought, 7 sold",
    );
    expect(pointSentence("14:05", point(null, null), held)).toBe("14:05: no trades");
  });

  it("distinguishes a bucket without data from one without trades, and describes a partial one", () => {
    expect(pointSentence("14:05", point(null, null), blank)).toBe("14:05: no data");
    expect(pointSentence("14:05", point(110, 100), blank)).toBe(
      pointSentence("14:05", point(110, 100), held),
    );
  });
});

describe("candleSummary", () => {
  const candle = (open: number, highest: number, lowest: number, close: number) => ({
    at: 1_790_000_000_000,
    candle: { open, highest, lowest, close },
    highVolume: 1200,
    lowVolume: 0,
  });
  const silent = { at: 1_790_000_000_000, candle: null, highVolume: 3, lowVolume: 0 };

  it("describes open, close, lowest and highest mid price", () => {
    expect(
      candleSummary("the last 7 days", "4 hours (UTC)", [
        silent,
        candle(100, 120, 95, 110.5),
        candle(110, 130, 105, 108),
      ]),
    ).toBe(
      "The last 7 days, candles of 4 hours (UTC) of the mid price. " +
        "It opened at 100 gp and closed at 108 gp, lowest 95 gp, highest 130 gp.",
    );
    expect(candleSummary("all time on record", "1 week (UTC)", [silent])).toContain(
      "The mid price is unknown.",
    );
  });

  it("describes one candle", () => {
    expect(candleSentence("Monday", candle(100, 120, 95, 110.5), held)).toBe(
      "Monday: open 100 gp, high 120 gp, low 95 gp, close 111 gp, 1,200 bought, 0 sold",
    );
    expect(candleSentence("Monday", silent, held)).toBe("Monday: mid price unknown, 3 bought, 0 sold");
    expect(candleSentence("Monday", silent, blank)).toBe("Monday: mid price unknown, 3 bought, 0 sold");
    expect(candleSentence("Monday", { ...silent, highVolume: 0 }, blank)).toBe("Monday: no data");
  });
});

test("compareSummary states each item's last value", () => {
  const items = [
    { name: "Coal", last: 104.26 },
    { name: "Runite ore", last: null },
  ];
  expect(compareSummary("the last year", items)).toBe(
    "The last year, each item's first mid price taken as 100: Coal is at 104.3, Runite ore is at an unknown place.",
  );
});
