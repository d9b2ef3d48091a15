import { expect, it } from "vitest";
import { NONE_CHOSEN, chooseRow } from "./choose-row.ts";

const ids = ["a", "b", "c", "d", "e"];
const chosen = (...presses: readonly (readonly [index: number, isRange?: boolean])[]): string[] => {
  const end = presses.reduce(
    (state, [index, isRange = false]) => chooseRow(state, ids, index, isRange),
    NONE_CHOSEN,
  );
  return [...end.ids].toSorted();
};

it("chooses rows one by one, and frees them again", () => {
  expect(chosen([1], [3])).toEqual(["b", "d"]);
  expect(chosen([1], [3], [1])).toEqual(["d"]);
});

it("chooses all rows between, in both directions, beside those that were chosen", () => {
  expect(chosen([1], [3, true])).toEqual(["b", "c", "d"]);
  expect(chosen([4], [2, true])).toEqual(["c", "d", "e"]);
  expect(chosen([0], [2], [4, true])).toEqual(["a", "c", "d", "e"]);
});

it("starts anew where the last row is gone, and ignores rows that are still loading", () => {
  expect([...chooseRow({ ids: new Set(), last: "gone" }, ids, 2, true).ids]).toEqual(["c"]);
  expect(chosen([1], [9, true])).toEqual(["b"]);
});
