import { describe, expect, it } from "vitest";
import { sharedPagesOf } from "#server/compose.ts";
import { features } from "#server/features.ts";
import { sharedTargetOf } from "./shared-target.ts";

const targetOf = (url: string) => sharedTargetOf(sharedPagesOf(features), url);

describe("the target of a shared page", () => {
  it("ignores parameters that the page does not read, and the order of the others", () => {
    expect(targetOf("/?x=1")).toBe("/");
    expect(targetOf("/?")).toBe("/");
    expect(targetOf("/?utm_source=a&sort=roi&q=whip&x=2")).toBe(targetOf("/?q=whip&sort=roi"));
    expect(targetOf("/items/4151?x=1&range=1y")).toBe("/items/4151?range=1y");
    expect(targetOf("/items/4151?sort=roi")).toBe("/items/4151");
  });

  it("keeps every value that the page reads", () => {
    expect(targetOf("/?sort=roi")).not.toBe(targetOf("/?sort=margin"));
    expect(targetOf("/?q=a%26sort%3Droi")).not.toBe(targetOf("/?q=a&sort=roi"));
    expect(targetOf("/?sort=roi&sort=margin")).toBe("/?sort=roi");
  });

  it("is null for other pages and for long values", () => {
    for (const url of ["/plans", "/items/x", "/items/4151/", "/settings?q=1", `/?q=${"a".repeat(1_000)}`])
      expect(targetOf(url)).toBeNull();
  });
});
