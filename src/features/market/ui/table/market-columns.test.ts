import { expect, it } from "vitest";
import { columnIds } from "#features/market/rules/list/columns.ts";
import { presets } from "#features/market/rules/list/presets.ts";
import { presetIds } from "#features/market/rules/list/view.ts";
import { columnsFor, shownColumns, tableColumns } from "./market-columns.ts";

const slotsOf = (sort: Parameters<typeof tableColumns>[1]["sort"], narrow = true) =>
  tableColumns(shownColumns(null, []), { sort, narrow }).flatMap(({ id, slot }) =>
    slot === undefined ? [] : [[id, slot]],
  );

it("tells name, marks, margin, ROI, volume and age on two lines, and beside the name what is sorted by", () => {
  for (const sort of columnIds) {
    const ids = slotsOf(sort).map(([id]) => id);
    expect(ids).toEqual(
      expect.arrayContaining(["item", "quality", "margin", "roi", "volume24h", "age", sort]),
    );
    expect(ids).toHaveLength(7);
  }
  expect(slotsOf("low")).toContainEqual(["low", "lead"]);
  expect(slotsOf("moved")).toContainEqual(["change24h", "lead"]);
  expect(slotsOf(null)).toContainEqual(["profit", "lead"]);
});

it("places the same columns before it is known how wide the window is", () => {
  expect(slotsOf("profit", false).toSorted()).toEqual(slotsOf("profit").toSorted());
});

it.each(presetIds)("has what exposes a bad row before the other figures in %s", (preset) => {
  const shown = shownColumns(null, presets[preset].leading);
  expect(shown.slice(0, 6)).toEqual(["item", "quality", "low", "high", "age", "volume24h"]);
  expect(new Set(shown).size).toBe(shown.length);
  expect(shown).toEqual(expect.arrayContaining([...presets[preset].leading]));
});

it("has what is a reader's own for nobody who is not signed in", () => {
  expect(columnsFor(false)).toEqual(columnIds);
  expect(columnsFor(true)).toEqual(columnIds.filter((id) => id !== "myLimit"));
});
