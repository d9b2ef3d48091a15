import { expect, it } from "vitest";
import { pgArray } from "./pg-array.ts";

it("writes numbers, yes and no, and unknown bare", () => {
  expect(pgArray([1, null, -2, Number.MAX_SAFE_INTEGER])).toBe("{1,NULL,-2,9007199254740991}");
  expect(pgArray([true, false, null])).toBe("{true,false,NULL}");
  expect(pgArray([])).toBe("{}");
});

it("quotes texts, so that none can end its element or be taken for NULL", () => {
  expect(pgArray(["a", "", "NULL", null])).toBe('{"a","","NULL",NULL}');
  expect(pgArray(['say "x"', "back\\slash", "{a,b}"])).toBe(String.raw`{"say \"x\"","back\\slash","{a,b}"}`);
});
