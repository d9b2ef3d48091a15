import { describe, expect, it } from "vitest";
import { coverageProblem, usualCount } from "./coverage.ts";

describe("usualCount", () => {
  it("is the middle of recent counts, unmoved by one broken answer", () => {
    expect(usualCount([1_500, 3, 1_540, 1_520, 1_510])).toBe(1_510);
  });

  it("is unknown from fewer than three", () => {
    expect(usualCount([])).toBeNull();
    expect(usualCount([1_500, 1_500])).toBeNull();
    expect(usualCount([1_500, 1_500, 1_500])).toBe(1_500);
  });
});

describe("coverageProblem", () => {
  it("is named below 70% of the usual, not at it", () => {
    expect(coverageProblem(700, 1_000)).toBeNull();
    expect(coverageProblem(699, 1_000)).toBe(
      "The newest answer held 699 of the usual 1,000 items, so it was set aside.",
    );
  });

  it("cannot be while nothing is usual", () => {
    expect(coverageProblem(0, null)).toBeNull();
  });
});
