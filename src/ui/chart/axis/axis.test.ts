import { describe, expect, it } from "vitest";
import { axisLabels } from "./axis.ts";

describe("axisLabels", () => {
  it.each([
    [
      [96, 98, 100],
      ["96", "98", "100"],
    ],
    [
      [1000, 1500, 2000],
      ["1,000", "1,500", "2,000"],
    ],
    [
      [9990, 9995, 10000],
      ["9.990k", "9.995k", "10.000k"],
    ],
    [
      [1_716_000, 1_716_500, 1_717_000],
      ["1,716,000", "1,716,500", "1,717,000"],
    ],
    [
      [1_700_000, 1_750_000, 1_800_000],
      ["1.70m", "1.75m", "1.80m"],
    ],
    [
      [1_500_000_000, 1_600_000_000],
      ["1.5b", "1.6b"],
    ],
    [
      [-20_000, 0, 20_000],
      ["20k", "0", "20k"],
    ],
    [[], []],
  ])("labels %j", (marks, labels) => {
    expect(axisLabels(marks)).toEqual(labels);
  });

  it("never gives two marks above zero the same label", () => {
    for (const base of [1, 37, 1200, 99_950, 1_716_000, 350_000_000, 2_147_000_000]) {
      for (const step of [1, 5, 50, 500, 2000, 10_000, 1_000_000]) {
        const labels = axisLabels([0, 1, 2, 3, 4].map((n) => base + n * step));
        expect(new Set(labels).size, `${base} by ${step}: ${labels}`).toBe(5);
      }
    }
  });
});
