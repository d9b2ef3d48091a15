import { expect, test } from "vitest";
import type { GameUpdate } from "#features/history/contract.ts";
import { marksOf } from "./update-markers.ts";

const update = (id: number, at: number): GameUpdate => ({
  id,
  at,
  kind: "tax",
  title: `Update ${id}`,
  url: null,
});

test("places each update on its bucket and leaves out those outside the axis", () => {
  const axis = [1_000, 1_100, 1_200];
  const updates = [update(1, 1_299), update(2, 999), update(3, 1_300), update(4, 1_000), update(5, 1_100)];
  expect(marksOf(axis, 100, updates).map(({ index, update: { id } }) => [index, id])).toEqual([
    [0, 4],
    [1, 5],
    [2, 1],
  ]);
  expect(marksOf([], 100, updates)).toEqual([]);
});
