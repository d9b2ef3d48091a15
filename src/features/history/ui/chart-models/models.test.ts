import { describe, expect, it } from "vitest";
import { candlesOf } from "#features/history/rules/chart/candles.ts";
import { defaultChartOptions as unset } from "#features/history/rules/chart/chart-options.ts";
import type { SeriesPoint } from "#features/history/rules/chart/series.ts";
import { candleModel } from "./candle-model.ts";
import { compareModel } from "./compare-model.ts";
import { lineModel } from "./line-model.ts";
import type { ChartBackground } from "./model.ts";

const HOUR_S = 3_600;
const defaultChartOptions = { ...unset, range: "1d", step: "5m", until: null } as const;
/** A Monday, 00:00 UTC. */
const MONDAY = Date.UTC(2026, 10, 16);

const point = (hour: number, high: number | null, low: number | null): SeriesPoint => ({
  at: MONDAY + hour * HOUR_S * 1000,
  high,
  low,
  highVolume: high === null ? 0 : 5,
  lowVolume: low === null ? 0 : 3,
});
const points = [point(0, 110, 100), point(1, null, null), point(2, 130, 120), point(3, 121, null)];
const background: ChartBackground = {
  blanks: [{ first: 1, last: 1 }],
  marks: [2],
  updateTitleAt: (index) => (index === 2 ? "A new boss" : null),
};
const valueOf = (entries: { label: string; value: string }[], label: string) =>
  entries.find((entry) => entry.label === label)?.value;

describe("lineModel", () => {
  it("draws the selected parts and no others, with the background beneath", () => {
    const all = lineModel(
      points,
      HOUR_S,
      { ...defaultChartOptions, averages: [2], bands: 2, strength: 2 },
      background,
    );
    expect(all.scene.lines.map(({ key }) => key)).toEqual(["average-2", "upper", "lower", "high", "low"]);
    expect(all.scene.bands.map(({ color }) => color)).toEqual(["spread", "bandsFill"]);
    expect(all.scene).toMatchObject({ blanks: background.blanks, marks: [2], unit: "gp", candles: null });
    expect(all.scene.volumes?.up).toEqual([5, 0, 5, 5]);
    const bare = lineModel(points, HOUR_S, { ...defaultChartOptions, parts: [] }, background);
    expect(bare.scene).toMatchObject({ lines: [], bands: [], volumes: null, strength: null });
  });

  it("shows the values of the pointed bucket, else of the newest with a trade", () => {
    const model = lineModel(points, HOUR_S, { ...defaultChartOptions, averages: [2] }, background);
    expect(valueOf(model.legendAt(null), "High")).toBe("121");
    expect(valueOf(model.legendAt(null), "Spread")).toBe("–");
    expect(valueOf(model.legendAt(2), "Spread")).toBe("10");
    expect(valueOf(model.legendAt(2), "MA 2")).toBe("115");
    expect(valueOf(model.legendAt(1), "High")).toBe("–");
    expect(model.sentenceAt(2)).toMatch(/high 130 gp, low 120 gp, 5 bought, 3 sold\. A new boss$/);
    expect(model.sentenceAt(99)).toBe("");
  });

  it("gives the indicators values from the first shown point on, from the points before it", () => {
    const lead = [point(-2, 90, 80), point(-1, 100, 90)];
    const options = { ...defaultChartOptions, averages: [3], bands: 3, strength: 2 };
    const { scene } = lineModel(points, HOUR_S, options, background, lead);
    const [average] = scene.lines;
    // The mean of 85, 95 and 105; of three with the bucket that nobody traded in left out.
    expect(average?.values).toEqual([95, null, (95 + 105 + 125) / 3, null]);
    expect(scene.at).toEqual(points.map(({ at }) => at));
    expect(scene.bands[1]?.upper[0]).toBeGreaterThan(95);
    expect(scene.strength?.[0]).toBe(100);
    expect(lineModel(points, HOUR_S, options, background).scene.lines[0]?.values[0]).toBeNull();
  });

  it("distinguishes a bucket without data from one without trades", () => {
    const quiet = { ...background, blanks: [] };
    expect(lineModel(points, HOUR_S, defaultChartOptions, background).sentenceAt(1)).toMatch(/: no data$/);
    expect(lineModel(points, HOUR_S, defaultChartOptions, quiet).sentenceAt(1)).toMatch(/: no trades$/);
  });
});

describe("candleModel", () => {
  it("draws candles with indicators of their closes", () => {
    const candles = candlesOf(points, 2 * HOUR_S * 1000);
    const model = candleModel(candles, 2 * HOUR_S, { ...defaultChartOptions, averages: [2] }, background);
    expect(model.scene.candles).toEqual([
      { open: 105, highest: 105, lowest: 105, close: 105 },
      { open: 125, highest: 125, lowest: 125, close: 125 },
    ]);
    expect(model.scene.lines.map(({ key, values }) => [key, values])).toEqual([["average-2", [null, 115]]]);
    expect(valueOf(model.legendAt(null), "Close")).toBe("125");
  });

  it("shows whole coins where the mid price has a half", () => {
    const half = candlesOf([point(0, 111, 100)], HOUR_S * 1000);
    const model = candleModel(half, HOUR_S, defaultChartOptions, background);
    expect(half[0]?.candle?.close).toBe(105.5);
    expect(["Open", "High", "Low", "Close"].map((label) => valueOf(model.legendAt(0), label))).toEqual(
      Array.from({ length: 4 }, () => "106"),
    );
    expect(model.sentenceAt(0)).toMatch(/open 106 gp, high 106 gp, low 106 gp, close 106 gp/);
    expect(model.summary).toMatch(/closed at 106 gp/);
    const mid = lineModel(
      [point(0, 111, 100)],
      HOUR_S,
      { ...defaultChartOptions, parts: ["mid"] },
      background,
    );
    expect(valueOf(mid.legendAt(0), "Mid")).toBe("106");
  });

  it("describes a candle without data as such", () => {
    const model = candleModel(candlesOf(points, HOUR_S * 1000), HOUR_S, defaultChartOptions, background);
    expect(model.sentenceAt(1)).toMatch(/: no data$/);
    expect(model.sentenceAt(3)).toMatch(/: mid price unknown, 5 bought, 0 sold$/);
  });
});

describe("compareModel", () => {
  it("scales every item to start at 100 on one axis", () => {
    const other = points.map((each) => ({
      ...each,
      high: each.high && 2 * each.high,
      low: each.low && 2 * each.low,
    }));
    const items = [
      { id: 1, name: "One", points },
      { id: 2, name: "Two", points: other },
      { id: 3, name: "Unknown yet", points: [] },
    ];
    const model = compareModel(
      items,
      points.map(({ at }) => at),
      HOUR_S,
      "the last 7 days",
      background,
    );
    const [one, two, three] = model.scene.lines.map(({ values }) => values);
    expect(one?.[0]).toBe(100);
    expect(two).toEqual(one);
    expect(three).toEqual([null, null, null, null]);
    expect(valueOf(model.legendAt(null), "Two")).toBe("119.0");
    expect(model.sentenceAt(0)).toMatch(/: One 100\.0, Two 100\.0, Unknown yet unknown$/);
    expect(model.sentenceAt(1)).toMatch(/: no data$/);
  });
});
