import { expect, test } from "vitest";
import { nameInTitle } from "./kept-items.ts";

test.each([
  ["Abyssal whip 1.72m gp · GE-Metrics", "Abyssal whip"],
  ["Black d&#x27;hide body 4,410 gp · GE-Metrics", "Black d'hide body"],
  ["Old &amp; odd · GE-Metrics", "Old & odd"],
  ["Nameless &nbsp; thing · GE-Metrics", "Nameless &nbsp; thing"],
])("reads the name in %s", (title, name) => {
  expect(nameInTitle(`<head><title>${title}</title></head>`)).toBe(name);
});

test("a page without a title has no name", () => {
  expect(nameInTitle("<p>gone</p>")).toBeNull();
});
