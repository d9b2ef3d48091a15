import { expect, test } from "vitest";
import { unlockedKeys } from "#features/api/rules/unlocked-keys.ts";

const key = (id: string, day: number) => ({ id, createdAt: new Date(Date.UTC(2026, 0, day)) });
const keys = [key("c", 3), key("a", 1), key("e", 5), key("d", 3), key("b", 2)];

test("what is above the plan is locked, newest first, whatever the order they come in", () => {
  expect([...unlockedKeys(keys, 5)]).toEqual(["a", "b", "c", "d", "e"]);
  expect([...unlockedKeys(keys, 3)]).toEqual(["a", "b", "c"]);
  expect([...unlockedKeys(keys.toReversed(), 3)]).toEqual(["a", "b", "c"]);
  expect([...unlockedKeys(keys, 0)]).toEqual([]);
});
