import { expect, it } from "vitest";
import { isOutdated } from "./is-outdated.ts";

const list = { version: 20, atMs: 1_000 };

it("is a list before a later tick", () => {
  expect(isOutdated(list, { version: 21, atMs: 900 })).toBe(true);
});

it("is not the list of the newest tick, nor one that is ahead of an older answer", () => {
  expect(isOutdated(list, { version: 20, atMs: 2_000 })).toBe(false);
  expect(isOutdated(list, { version: 19, atMs: 900 })).toBe(false);
});

it("is a list of a state that a restore of the database took back", () => {
  expect(isOutdated(list, { version: 15, atMs: 2_000 })).toBe(true);
});
