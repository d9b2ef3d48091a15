import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { medianOf } from "./median.ts";

describe("medianOf", () => {
  it("has as many values on either side", () => {
    expect(medianOf([])).toBeNull();
    expect(medianOf([1, 2])).toBe(2);
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1, maxLength: 31 }), (values) => {
        const median = medianOf(values) ?? -1;
        expect(values.filter((value) => value < median).length).toBeLessThanOrEqual(values.length / 2);
        expect(values.filter((value) => value > median).length).toBeLessThanOrEqual(values.length / 2);
      }),
    );
  });
});
