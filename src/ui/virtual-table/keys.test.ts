import fc from "fast-check";
import { expect, it } from "vitest";
import { cellInView, moveBy } from "./keys.ts";

const extent = { rowCount: 100, colCount: 10, pageRows: 20 };
const press = (key: string, row: number, col: number, ctrlKey = false) =>
  moveBy({ key, ctrlKey }, { row, col }, extent);

it("moves by arrows and letters and stops at the edges, with the header as row -1", () => {
  expect(press("j", 0, 3)).toEqual({ row: 1, col: 3 });
  expect(press("ArrowDown", 99, 3)).toEqual({ row: 99, col: 3 });
  expect(press("k", 0, 3)).toEqual({ row: -1, col: 3 });
  expect(press("ArrowUp", -1, 3)).toEqual({ row: -1, col: 3 });
  expect(press("ArrowRight", 5, 9)).toEqual({ row: 5, col: 9 });
  expect(press("PageUp", 5, 0)).toEqual({ row: 0, col: 0 });
  expect(press("End", 5, 0)).toEqual({ row: 5, col: 9 });
  expect(press("End", 5, 0, true)).toEqual({ row: 99, col: 9 });
  expect(press("Home", 5, 4, true)).toEqual({ row: 0, col: 0 });
  expect(press("x", 5, 4)).toBeNull();
});

it("begins with the active cell if it is in view, else with the first whole row in view", () => {
  const rowPx = 40;
  expect(cellInView({ row: 0, col: 2 }, { scrollTop: 0, heightPx: 400, rowPx })).toEqual({ row: 0, col: 2 });
  expect(cellInView({ row: 9, col: 0 }, { scrollTop: 0, heightPx: 400, rowPx })).toEqual({ row: 9, col: 0 });
  expect(cellInView({ row: 10, col: 0 }, { scrollTop: 0, heightPx: 400, rowPx })).toEqual({ row: 0, col: 0 });
  expect(cellInView({ row: -1, col: 1 }, { scrollTop: 0, heightPx: 400, rowPx })).toEqual({ row: 0, col: 1 });
  expect(cellInView({ row: 3, col: 0 }, { scrollTop: 130, heightPx: 400, rowPx })).toEqual({
    row: 4,
    col: 0,
  });
});

it("never leaves the grid, even if it is empty", () => {
  const keys = fc.constantFrom("j", "k", "ArrowLeft", "ArrowRight", "PageDown", "PageUp", "Home", "End");
  fc.assert(
    fc.property(
      keys,
      fc.boolean(),
      fc.nat(50),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: -1, max: 60 }),
      (key, ctrlKey, rowCount, colCount, row) => {
        const next = moveBy(
          { key, ctrlKey },
          { row: Math.min(row, rowCount - 1), col: 0 },
          { rowCount, colCount, pageRows: 7 },
        );
        expect(next?.row).toBeGreaterThanOrEqual(-1);
        expect(next?.row).toBeLessThan(Math.max(rowCount, 1));
        expect(next?.col).toBeGreaterThanOrEqual(0);
        expect(next?.col).toBeLessThan(colCount);
      },
    ),
  );
});
