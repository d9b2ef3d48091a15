import { expect, test } from "vitest";
import { wikiUrl } from "./wiki-url.ts";

test("looks an item up by id and name, whatever characters the name has", () => {
  const url = new URL(wikiUrl({ id: 4151, name: "Abyssal & whip #1+" }));
  expect(url.origin + url.pathname).toBe("https://oldschool.runescape.wiki/w/Special:Lookup");
  expect(Object.fromEntries(url.searchParams)).toEqual({
    type: "item",
    id: "4151",
    name: "Abyssal & whip #1+",
  });
});
