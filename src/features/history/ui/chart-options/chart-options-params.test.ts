import fc from "fast-check";
import { createLoader, createSerializer } from "nuqs/server";
import { expect, test } from "vitest";
import {
  chartParts,
  chartStyles,
  hasRoom,
  defaultChartOptions,
  toggleCompared,
  togglePart,
  chartParamNames,
} from "#features/history/rules/chart/chart-options.ts";
import type { ChartOptions } from "#features/history/rules/chart/chart-options.ts";
import { timesteps } from "#features/history/contract.ts";
import { chartRanges } from "#features/history/rules/chart/range.ts";
import { chartOptionsParsers } from "./chart-options-params.ts";

const load = createLoader(chartOptionsParsers, { urlKeys: chartParamNames });
const serialize = createSerializer(chartOptionsParsers, { urlKeys: chartParamNames });

const period = fc.integer({ min: 2, max: 365 });
const options: fc.Arbitrary<ChartOptions> = fc.record({
  range: fc.option(fc.constantFrom(...chartRanges)),
  step: fc.option(fc.constantFrom(...timesteps)),
  until: fc.option(fc.integer({ min: 17_000, max: 20_000 }).map((days) => days * 86_400_000)),
  style: fc.constantFrom(...chartStyles),
  parts: fc.subarray([...chartParts]),
  averages: fc.uniqueArray(period, { maxLength: 3 }),
  bands: fc.option(period),
  strength: fc.option(period),
  compared: fc.uniqueArray(fc.nat({ max: 2_147_483_647 }), { maxLength: 3 }),
});

test("all options survive their URL, and the default ones need none", () => {
  fc.assert(
    fc.property(options, (wanted) => {
      expect(load(new URL(serialize("http://localhost/items/1", wanted)))).toEqual(wanted);
    }),
  );
  expect(serialize("/items/1", defaultChartOptions)).toBe("/items/1");
});

test("invalid parts of a URL are ignored", () => {
  const url =
    "http://localhost/?range=2d&step=2m&until=2026-02-30&style=bars&show=high,nonsense&ma=1,20,x,9999,20,50,7,8&bb=0&rsi=1.5&with=-1,561,99999999999";
  expect(load(new URL(url))).toEqual({
    ...defaultChartOptions,
    parts: ["high"],
    averages: [20, 50, 7],
    compared: [561],
  });
});

test("toggling a part twice restores the order of the parts", () => {
  expect(togglePart(defaultChartOptions.parts, "mid")).toEqual(chartParts);
  expect(togglePart(togglePart(defaultChartOptions.parts, "high"), "high")).toEqual(
    defaultChartOptions.parts,
  );
});

test("at most three items are compared with one", () => {
  expect(toggleCompared([1, 2], 2)).toEqual([1]);
  expect(toggleCompared([1, 2], 3)).toEqual([1, 2, 3]);
  expect(toggleCompared([1, 2, 3], 4)).toEqual([1, 2, 3]);
  expect([hasRoom([1, 2]), hasRoom([1, 2, 3])]).toEqual([true, false]);
});
