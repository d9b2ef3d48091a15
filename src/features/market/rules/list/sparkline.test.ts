import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeSparkline, encodeSparkline } from "./sparkline.ts";

const prices = fc.array(fc.option(fc.integer({ min: 1, max: 2_147_483_647 }), { nil: null }), {
  maxLength: 24,
});
/** The alphabet has 52 heights, so a decoded price is within half a step of the original. */
const HALF_STEP = 0.5 / 51 + 1e-9;

describe("sparkline", () => {
  it("keeps every hour's place in the range, and every gap", () => {
    fc.assert(
      fc.property(prices, (given) => {
        const known = given.filter((price) => price !== null);
        const encoded = encodeSparkline(given);
        if (known.length < 2) {
          expect(encoded).toBeNull();
          return;
        }
        const heights = decodeSparkline(encoded ?? "");
        expect(heights).toHaveLength(given.length);
        const low = Math.min(...known);
        const range = Math.max(...known) - low;
        for (const [index, price] of given.entries()) {
          const height = heights[index];
          if (price === null) expect(height).toBeNull();
          else if (range > 0)
            expect(Math.abs((height ?? -1) - (price - low) / range)).toBeLessThanOrEqual(HALF_STEP);
        }
      }),
    );
  });

  it("is one character an hour", () => {
    expect(encodeSparkline([1, null, 3, 2])).toBe("A.za");
  });

  it("draws a flat line through the middle", () => {
    const [height] = decodeSparkline(encodeSparkline([7, 7, 7]) ?? "");
    expect(height).toBeCloseTo(0.5, 1);
  });
});
