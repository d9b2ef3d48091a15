import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { columnIds, pickRows } from "./columns.ts";
import type { ItemRow } from "#features/market/contract.ts";
import { marginOf } from "#features/market/rules/margin.ts";
import { presetIds } from "#features/market/rules/list/view.ts";
import { qualityOf } from "#features/market/rules/quality.ts";
import { keepOrder, screen, sortRows } from "./screener.ts";
import { NOW, marketOf, namesOf, plainRow, sixItems as market } from "./market-fixture.ts";
import { defaultView } from "./view.ts";
import type { SortKey } from "./view.ts";

describe("filters", () => {
  it("finds words in any order, without case or apostrophes", () => {
    expect(namesOf(market, { query: "SCIM drag" })).toEqual(["Dragon scimitar"]);
    expect(namesOf(marketOf([{ name: "Ahrim's hood" }]), { query: "ahrims" })).toEqual(["Ahrim's hood"]);
    expect(namesOf(market, { query: "zzz" })).toEqual([]);
  });

  it("keeps both ends of a range and nothing unknown", () => {
    const prices = namesOf(market, { price: { min: 5, max: 1_000 } });
    expect(prices.toSorted()).toEqual(["Bronze dart", "Coal", "Elysian sigil"]);
    expect(namesOf(market, { limit: { min: 0, max: null } })).not.toContain("Dragon scimitar");
    expect(namesOf(market, { volume: { min: 0, max: null } })).not.toContain("Fire rune");
  });

  it("shows in Watched what is on the lists, and nothing without them", () => {
    const view = { ...defaultView, preset: "watched" as const };
    const ids = [market.id[4] ?? -1, market.id[1] ?? -1, 999_999];
    const shown = Array.from(screen(market, view, NOW, new Set(ids)), (row) => market.id[row]);
    expect(shown.toSorted()).toEqual(ids.slice(0, 2).toSorted());
    expect(screen(market, view, NOW)).toHaveLength(0);
    expect(screen(market, { ...view, query: "zzz" }, NOW, new Set(ids))).toHaveLength(0);
  });

  it("reads ROI in percent, and offers no margin that can't be trusted", () => {
    expect(namesOf(market, { roi: { min: 4.5, max: 25 } }).toSorted()).toEqual([
      "Abyssal whip",
      "Coal",
      "Fire rune",
    ]);
    expect(namesOf(market, { margin: { min: 50_000, max: null } })).toEqual(["Abyssal whip"]);
  });

  it("knows what the trader's coins buy, who may use it and what traded lately", () => {
    expect(namesOf(market, { coins: 4 })).toEqual(["Fire rune"]);
    expect(namesOf(market, { membership: "members" }).toSorted()).toEqual([
      "Abyssal whip",
      "Dragon scimitar",
    ]);
    const unmapped = marketOf([{ name: "Coal" }, { name: "Item 9", members: null }]);
    expect(namesOf(unmapped, { membership: "free" })).toEqual(["Coal"]);
    expect(namesOf(unmapped, { membership: "members" })).toEqual([]);
    expect(namesOf(market, { freshMinutes: 5 })).not.toContain("Elysian sigil");
  });
});

const price = fc.option(fc.integer({ min: 0, max: 2_147_483_647 }), { nil: null });
const time = fc.option(fc.integer({ min: NOW - 86_400_000, max: NOW }), { nil: null });
/** Prices near each other and near their averages, and also not: sound rows, and rows with each of the doubts. */
const anyPrices = fc
  .record({
    low: price,
    spread: fc.double({ min: 0.9, max: 1.7, noNaN: true }),
    known: fc.boolean(),
    average: fc.constantFrom(0.8, 1, 1.05, null),
  })
  .map(({ low, spread, known, average }) => {
    const high = low !== null && known ? Math.round(low * spread) : null;
    const near = (side: number | null) =>
      side === null || average === null ? null : Math.round(side * average);
    const averages = { avgHigh5m: null, avgHigh1h: near(high), avgLow5m: near(low), avgLow1h: null };
    return { high, low, ...averages };
  });
const anyRow = fc
  .record({
    prices: anyPrices,
    highTime: time,
    lowTime: time,
    limit: fc.option(fc.integer({ min: 1, max: 50_000 }), { nil: null }),
    volume24h: fc.option(fc.nat(200_000), { nil: null }),
    slowVolume24h: fc.option(fc.nat(100_000), { nil: null }),
    highalch: price,
    change24h: fc.option(fc.double({ min: -1, max: 5, noNaN: true }), { nil: null }),
  })
  .map(({ prices, ...rest }): Partial<ItemRow> => {
    const row = { ...rest, ...prices };
    const margin = marginOf(row, { itemId: 4151, atMs: NOW });
    return { ...row, ...margin, quality: qualityOf({ ...plainRow, ...row, roi: margin.roi }, NOW) };
  });
const anyMarket = fc
  .array(anyRow, { maxLength: 40 })
  .map((rows) => marketOf(rows.map((row, index) => ({ ...row, id: 550 + index, name: `Item ${index}` }))));
const sortKey = fc.constantFrom<SortKey>(...columnIds, "moved");

describe("laws", () => {
  it("offer only sound rows in a preset of profits", () => {
    fc.assert(
      fc.property(anyMarket, fc.constantFrom(...presetIds), (columns, preset) => {
        if (preset === "all") return;
        for (const row of screen(columns, { ...defaultView, preset }, NOW)) {
          expect(columns.quality[row]).toEqual([]);
          expect((columns.high[row] ?? -1) >= (columns.low[row] ?? Infinity)).toBe(true);
        }
      }),
    );
  });

  it("sort loses and doubles no row, puts the unknown last both ways and keeps equals in name order", () => {
    fc.assert(
      fc.property(anyMarket, sortKey, fc.boolean(), (columns, key, descending) => {
        const all = Int32Array.from(columns.id.keys());
        const sorted = sortRows(columns, all, { key, descending });
        expect(sorted.toSorted()).toEqual(all);
        if (key === "item" || key === "quality" || key === "moved") return;
        const values = Array.from(sorted, (row) => columns[key][row] ?? null);
        const unknownFrom = values.indexOf(null);
        if (unknownFrom >= 0) expect(values.slice(unknownFrom).every((value) => value === null)).toBe(true);
        for (let at = 1; at < sorted.length; at++) {
          const [a = 0, b = 0] = [sorted[at - 1], sorted[at]];
          if (values[at] === values[at - 1] && columns.quality[a]?.join() === columns.quality[b]?.join())
            expect(a).toBeLessThan(b);
        }
      }),
    );
  });

  it("profit sorts put sound rows first and untrusted ones below the doubtful, both ways", () => {
    fc.assert(
      fc.property(
        anyMarket,
        fc.constantFrom<"margin" | "roi" | "profit" | "fullProfit" | "alchProfit">(
          "margin",
          "roi",
          "profit",
          "fullProfit",
          "alchProfit",
        ),
        fc.boolean(),
        (columns, key, descending) => {
          const sorted = sortRows(columns, Int32Array.from(columns.id.keys()), { key, descending });
          const known = Array.from(sorted).filter((row) => columns[key][row] !== null);
          const ranks = known.map((row) => (columns.sound[row] ? 0 : columns.trusted[row] ? 1 : 2));
          expect(ranks).toEqual(ranks.toSorted());
        },
      ),
    );
  });

  it("keeps an old order on a new list: what is gone drops out, the rest stays in place", () => {
    expect(Array.from(keepOrder([30, 10, 20, 99], [10, 20, 30, 40]))).toEqual([2, 0, 1]);
  });

  it("picks rows without changing what they say", () => {
    const picked = pickRows(market, [4, 0]);
    expect(picked.name).toEqual(["Elysian sigil", "Abyssal whip"]);
    expect(picked.profit).toEqual([market.profit[4], market.profit[0]]);
  });
});

it("sorts 4,150 rows by any column well under 50 ms", () => {
  const big = marketOf(
    Array.from({ length: 4_150 }, (_, index) => ({
      id: index,
      name: `Item ${index}`,
      margin: (index * 7_919) % 10_007,
      quality: index % 6 === 0 ? (["stale"] as const).slice() : [],
    })),
  );
  const took = columnIds.map((key) => {
    const started = performance.now();
    screen(big, { ...defaultView, sort: { key, descending: true } }, NOW);
    return performance.now() - started;
  });
  const median = took.toSorted((a, b) => a - b)[took.length >> 1];
  expect(median).toBeLessThan(50);
});
