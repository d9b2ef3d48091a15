import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { marginOf, windowProfitGp } from "./margin.ts";
import { netGp } from "#features/market/rules/tax/tax.ts";

const sale = { itemId: 561, atMs: Date.UTC(2026, 8, 21) };
const side = fc.option(fc.integer({ min: 1, max: 2_147_483_647 }), { nil: null });

describe("marginOf", () => {
  it("is high - tax - low, and the return on low", () => {
    expect(marginOf({ high: 110, low: 100 }, sale)).toEqual({ tax: 2, margin: 8, roi: 0.08, breakEven: 102 });
  });

  it("is negative, not null, if the sides are inverted", () => {
    expect(marginOf({ high: 90, low: 100 }, sale).margin).toBe(-11);
  });

  it("has only the values that one known side allows", () => {
    expect(marginOf({ high: 110, low: null }, sale)).toEqual({
      tax: 2,
      margin: null,
      roi: null,
      breakEven: null,
    });
    expect(marginOf({ high: null, low: 100 }, sale)).toEqual({
      tax: null,
      margin: null,
      roi: null,
      breakEven: 102,
    });
  });

  it("has no ROI for an item that costs nothing", () => {
    expect(marginOf({ high: 10, low: 0 }, sale)).toMatchObject({ margin: 10, roi: null });
  });

  it("is positive exactly from one coin above the break-even price", () => {
    fc.assert(
      fc.property(side, side, (high, low) => {
        const { margin, breakEven } = marginOf({ high, low }, sale);
        if (high === null || low === null) {
          expect(margin).toBeNull();
          return;
        }
        expect(margin).toBe(netGp(high, sale) - low);
        expect((margin ?? 0) >= 0).toBe(high >= (breakEven ?? 0));
      }),
    );
  });
});

describe("windowProfitGp", () => {
  it("is null, not 0, without a limit or a margin", () => {
    expect(windowProfitGp(8, 18_000)).toBe(144_000);
    expect(windowProfitGp(8, null)).toBeNull();
    expect(windowProfitGp(null, 18_000)).toBeNull();
  });
});
