import { describe, expect, it } from "vitest";
import { isListed } from "./write-answer.ts";

describe("isListed", () => {
  it.each([
    ['W/"a"', true],
    ['"a"', true],
    ['"b", W/"a"', true],
    ['"b","a" ,"c"', true],
    ["*", true],
    [" * ", true],
    ['"b"', false],
    ['"ab"', false],
    ['"b", "c"', false],
    ["a", false],
    ["", false],
  ])("%s → %s", (header, listed) => {
    expect(isListed(header, 'W/"a"')).toBe(listed);
  });
});
