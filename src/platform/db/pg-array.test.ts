import { expect, it } from "vitest";
import { pgArray } from "./pg-array.ts";

it("writes numbers, booleans and null without quotes", () => {
  expect(pgArray([1, null, -2, Number.MAX_SAFE_INTEGER])).toBe("{1,NULL,-2,9007199254740991}");
  expect(pgArray([true, false, null])).toBe("{true,false,NULL}");
  expect(pgArray([])).toBe("{}");
});

it("quotes text, so that it cannot end its element or be read as NULL", () => {
  expect(pgArray(["a", "", "NULL", null])).toBe('{"a","","NULL",NULL}');
  expect(pgArray(['say "x"', "back\\slash", "{a,b}"])).toBe(String.raw`{"say \"x\"","back\\slash","{a,b}"}`);
});
