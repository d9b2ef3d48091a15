import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { panned, zoomed } from "./viewport.ts";

const COUNT = 300;
const view = fc
  .tuple(fc.integer({ min: 0, max: COUNT - 9 }), fc.integer({ min: 8, max: COUNT }))
  .map(([from, width]) => ({ from: from - 0.5, to: Math.min(COUNT, from + width) - 0.5 }));
const bucket = fc.integer({ min: 0, max: COUNT - 1 });

describe("zoomed", () => {
  it("stays within the axis, as wide as requested if possible", () => {
    fc.assert(
      fc.property(view, fc.double({ min: 0.1, max: 10, noNaN: true }), bucket, (before, factor, around) => {
        const after = zoomed(before, factor, around, COUNT);
        expect(after.from).toBeGreaterThanOrEqual(-0.5);
        expect(after.to).toBeLessThanOrEqual(COUNT - 0.5 + 1e-6);
        const wanted = Math.min(COUNT, Math.max(8, (before.to - before.from) * factor));
        expect(after.to - after.from).toBeCloseTo(wanted, 6);
      }),
    );
  });

  it("keeps the bucket it zooms around in view", () => {
    fc.assert(
      fc.property(view, bucket, (before, around) => {
        fc.pre(around >= before.from && around <= before.to);
        const after = zoomed(before, 0.5, around, COUNT);
        expect(around).toBeGreaterThanOrEqual(after.from - 1e-6);
        expect(around).toBeLessThanOrEqual(after.to + 1e-6);
      }),
    );
  });

  it("shows all of a short axis", () => {
    expect(zoomed({ from: -0.5, to: 2.5 }, 0.5, null, 3)).toEqual({ from: -0.5, to: 2.5 });
  });
});

describe("panned", () => {
  it("moves no further than needed", () => {
    expect(panned({ from: 10, to: 20 }, 15)).toBeNull();
    expect(panned({ from: 10, to: 20 }, 30)).toEqual({ from: 20.5, to: 30.5 });
    expect(panned({ from: 10, to: 20 }, 3)).toEqual({ from: 2.5, to: 12.5 });
  });
});
