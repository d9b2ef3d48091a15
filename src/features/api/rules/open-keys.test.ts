import { expect, test } from "vitest";
import { openKeys } from "#features/api/rules/open-keys.ts";

const key = (id: string, day: number) => ({ id, createdAt: new Date(Date.UTC(2026, 0, day)) });
const keys = [key("c", 3), key("a", 1), key("e", 5), key("d", 3), key("b", 2)];

test("what is above the plan is locked, newest first, whatever the order they come in", () => {
  expect([...openKeys(keys, 5)]).toEqual(["a", "b", "c", "d", "e"]);
  expect([...openKeys(keys, 3)]).toEqual(["a", "b", "c"]);
  expect([...openKeys(keys.toReversed(), 3)]).toEqual(["a", "b", "c"]);
  expect([...openKeys(keys, 0)]).toEqual([]);
});
