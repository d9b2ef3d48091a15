import { describe, expect, it } from "vitest";
import { digestOf } from "./series.ts";
import { pointSentence, summaryOf } from "./summary.ts";

const point = (high: number | null, low: number | null) => ({
  at: 1_790_000_000_000,
  high,
  low,
  highVolume: high === null ? 0 : 1200,
  lowVolume: low === null ? 0 : 7,
});

describe("summaryOf", () => {
  it("tells the course of each side and what was traded", () => {
    expect(
      summaryOf("1d", digestOf([point(1_700_000, null), point(null, null), point(1_716_616, null)])),
    ).toBe(
      "The last day, averages of 5 minutes; traded in 2 of 3. " +
        "High went from 1,700,000 gp to 1,716,616 gp, lowest 1,700,000 gp, highest 1,716,616 gp. " +
        "Low is unknown: nobody traded on it. 2,400 bought instantly, 0 sold instantly.",
    );
  });
});

describe("pointSentence", () => {
  it("names what is unknown instead of calling it zero", () => {
    expect(pointSentence("14:05", point(null, 100))).toBe(
      "14:05: high unknown, low 100 gp, 0 bought, 7 sold",
    );
    expect(pointSentence("14:05", point(null, null))).toBe("14:05: no trades");
  });
});
