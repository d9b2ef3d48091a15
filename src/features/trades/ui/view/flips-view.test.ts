import { expect, it } from "vitest";
import { activeFilters, dayStart, flipsInput, rowsKey, tradesInput, viewParsers } from "./flips-view.ts";
import type { FlipsView } from "./flips-view.ts";

const CHARACTER = "5f0b1d3c-7a52-4f5e-9a39-2d1f6c0b8e11";
const none: FlipsView = {
  tab: "closed",
  item: null,
  character: null,
  source: null,
  result: null,
  kind: null,
  from: null,
  to: null,
  sort: "newest",
  flip: null,
};
const all: FlipsView = {
  ...none,
  item: 561,
  character: CHARACTER,
  source: "runelite",
  result: "loss",
  kind: "sell",
  from: "2026-09-01",
  to: "2026-09-30",
  sort: "worst",
};
const range = { from: new Date(2026, 8, 1).getTime(), to: new Date(2026, 9, 1).getTime() };
const shared = { itemId: 561, character: CHARACTER, ...range };

it("asks each tab for what it can be filtered by, the last day included", () => {
  expect(flipsInput(none)).toEqual({ state: "closed", sort: "newest" });
  expect(flipsInput(all)).toEqual({
    state: "closed",
    ...shared,
    source: "runelite",
    result: "loss",
    sort: "worst",
  });
  expect(flipsInput({ ...all, tab: "open" })).toEqual({ state: "open", ...shared, sort: "newest" });
  expect(tradesInput({ ...all, tab: "trades" })).toEqual({ ...shared, source: "runelite", kind: "sell" });
  expect(activeFilters({ ...all, tab: "open" })).toEqual(["item", "character", "from", "to"]);
});

it("takes days that exist only", () => {
  expect(dayStart("2026-02-28")).toBe(new Date(2026, 1, 28).getTime());
  for (const wrong of ["2026-02-30", "2026-13-01", "28.2.2026", ""]) expect(dayStart(wrong)).toBeNull();
});

it("ignores what no filter can be", () => {
  expect(viewParsers.character.parse("Main")).toBeNull();
  expect(viewParsers.from.parse("yesterday")).toBeNull();
  expect(viewParsers.source.parse("elsewhere")).toBeNull();
  expect(viewParsers.flip.parse(`${CHARACTER}:1`)).toBe(`${CHARACTER}:1`);
  expect(viewParsers.flip.parse("../x")).toBeNull();
});

it("keeps its place while a flip is explained, and starts at the top with another filter", () => {
  expect(rowsKey({ ...all, flip: CHARACTER })).toBe(rowsKey(all));
  expect(rowsKey({ ...all, result: "profit" })).not.toBe(rowsKey(all));
});
