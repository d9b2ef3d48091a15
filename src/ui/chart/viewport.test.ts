import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { carried, isWhole, moved, panned, wheelFactor, wheelPx, wholeView, zoomed } from "./viewport.ts";

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

  it("keeps the position under the pointer where it is on the screen, unless an edge of the data is met", () => {
    fc.assert(
      fc.property(view, fc.double({ min: 0, max: 1, noNaN: true }), (before, place) => {
        const width = before.to - before.from;
        const around = before.from + place * width;
        for (const factor of [0.6, 1.3]) {
          const after = zoomed(before, factor, around, COUNT);
          const meetsEdge = after.from <= -0.5 + 1e-6 || after.to >= COUNT - 0.5 - 1e-6;
          expect(after.from).toBeLessThanOrEqual(around + 1e-6);
          expect(after.to).toBeGreaterThanOrEqual(around - 1e-6);
          if (!meetsEdge) expect((around - after.from) / (after.to - after.from)).toBeCloseTo(place, 6);
        }
      }),
    );
  });

  it("in and out again returns to the same view", () => {
    fc.assert(
      fc.property(view, bucket, fc.double({ min: 0.2, max: 1, noNaN: true }), (before, around, factor) => {
        fc.pre((before.to - before.from) * factor >= 8);
        const after = zoomed(zoomed(before, factor, around, COUNT), 1 / factor, around, COUNT);
        expect(after.from).toBeCloseTo(before.from, 6);
        expect(after.to).toBeCloseTo(before.to, 6);
      }),
    );
  });

  it("shows all of a short axis", () => {
    expect(zoomed({ from: -0.5, to: 2.5 }, 0.5, null, 3)).toEqual({ from: -0.5, to: 2.5 });
  });
});

describe("moved", () => {
  it("never leaves the data, keeps its width, and comes back where no edge was met", () => {
    fc.assert(
      fc.property(view, fc.double({ min: -3, max: 3, noNaN: true }), (before, share) => {
        const width = before.to - before.from;
        const after = moved(before, share, COUNT);
        expect(after.from).toBeGreaterThanOrEqual(-0.5);
        expect(after.to).toBeLessThanOrEqual(COUNT - 0.5 + 1e-6);
        expect(after.to - after.from).toBeCloseTo(width, 6);
        const wanted = before.from + share * width;
        if (wanted < -0.5 || wanted + width > COUNT - 0.5) return;
        expect(moved(after, -share, COUNT).from).toBeCloseTo(before.from, 6);
      }),
    );
  });
});

describe("panned", () => {
  it("moves no further than needed", () => {
    expect(panned({ from: 10, to: 20 }, 15)).toBeNull();
    expect(panned({ from: 10, to: 20 }, 30)).toEqual({ from: 20.5, to: 30.5 });
    expect(panned({ from: 10, to: 20 }, 3)).toEqual({ from: 2.5, to: 12.5 });
  });
});

describe("carried", () => {
  const axis = (startMs: number, count = COUNT) => ({ startMs, count, stepMs: 300 });

  it("keeps the time in view when the axis moves on by some buckets", () => {
    const view100 = { from: 99.5, to: 149.5 };
    expect(carried(view100, axis(3_000), axis(3_600))).toEqual({ from: 97.5, to: 147.5 });
    expect(carried(view100, axis(3_000), axis(3_000, 302))).toEqual(view100);
  });

  it("follows the newest bucket, and shows everything where everything was shown", () => {
    expect(carried({ from: 249.5, to: 299.5 }, axis(3_000), axis(3_000, 301))).toEqual({
      from: 250.5,
      to: 300.5,
    });
    expect(carried(wholeView(COUNT), axis(3_000), axis(3_000, 310))).toEqual(wholeView(310));
  });

  it("never leaves the data", () => {
    fc.assert(
      fc.property(
        view,
        fc.integer({ min: -500, max: 500 }),
        fc.integer({ min: 1, max: 400 }),
        (before, by, count) => {
          const after = carried(before, axis(0), axis(by * 300, count));
          expect(after.from).toBeGreaterThanOrEqual(-0.5);
          expect(after.to).toBeLessThanOrEqual(count - 0.5 + 1e-6);
        },
      ),
    );
  });
});

describe("wheelFactor", () => {
  it("shows less upwards and more downwards, and both by the same way cancel out", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: 2_000, noNaN: true }), (px) => {
        expect(wheelFactor(px)).toBeGreaterThan(1);
        expect(wheelFactor(px)).toBeLessThan(1.7);
        expect(wheelFactor(px) * wheelFactor(-px)).toBeCloseTo(1, 9);
      }),
    );
    expect(wheelFactor(wheelPx(3, 1))).toBe(wheelFactor(48));
  });
});

it("a view is whole if it shows every bucket", () => {
  expect([isWhole(wholeView(9), 9), isWhole({ from: 0.5, to: 8.5 }, 9)]).toEqual([true, false]);
});
