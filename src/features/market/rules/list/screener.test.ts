import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { columnIds, deriveColumns, pickRows } from "./columns.ts";
import type { MarketColumns } from "./columns.ts";
import { itemFields } from "#features/market/contract.ts";
import type { ItemColumns, ItemRow } from "#features/market/contract.ts";
import { marginOf } from "#features/market/rules/margin.ts";
import { presetIds } from "#features/market/rules/list/view.ts";
import { qualityOf } from "#features/market/rules/quality.ts";
import { keepOrder, screen, sortRows } from "./screener.ts";
import { defaultView } from "./view.ts";
import type { MarketView, SortKey } from "./view.ts";

const NOW = Date.UTC(2026, 5, 1, 12);

const plainRow: ItemRow = {
  id: 1,
  name: "Coal",
  members: false,
  limit: 13_000,
  value: 1,
  highalch: 20,
  lowalch: 10,
  icon: "Coal.png",
  high: 200,
  highTime: NOW - 60_000,
  low: 180,
  lowTime: NOW - 60_000,
  tax: 4,
  resaleFee: 0,
  margin: 16,
  roi: 0.08889,
  breakEven: 184,
  avgHigh5m: 200,
  avgLow5m: 180,
  avgHigh1h: 200,
  avgLow1h: 180,
  volume1h: 5_000,
  volume24h: 120_000,
  slowVolume24h: 50_000,
  change24h: 0.01,
  sparkline: null,
  quality: [],
};

/** A market of the given rows, ordered by name as in the response of the server. */
function marketOf(rows: readonly Partial<ItemRow>[], coins: number | null = null): MarketColumns {
  const full = rows.map((row) => ({ ...plainRow, ...row }));
  const columns = Object.fromEntries(itemFields.map((field) => [field, full.map((row) => row[field])]));
  return deriveColumns(columns as unknown as ItemColumns, coins);
}

const namesOf = (market: MarketColumns, view: Partial<MarketView>) =>
  Array.from(screen(market, { ...defaultView, ...view }, NOW), (row) => market.name[row]);

const market = marketOf([
  {
    id: 1,
    name: "Abyssal whip",
    members: true,
    low: 1_500_000,
    high: 1_600_000,
    margin: 68_000,
    roi: 0.0453,
    limit: 70,
  },
  { id: 2, name: "Bronze dart", low: 5, high: 4, margin: -1, roi: -0.2, quality: ["inverted"], limit: 7_000 },
  { id: 3, name: "Coal" },
  {
    id: 4,
    name: "Dragon scimitar",
    members: true,
    low: null,
    margin: null,
    roi: null,
    limit: null,
    quality: ["incomplete"],
  },
  {
    id: 5,
    name: "Elysian sigil",
    low: 1_000,
    margin: 9_000_000,
    roi: 9,
    limit: 8,
    quality: ["stale"],
    lowTime: NOW - 8 * 3_600_000,
  },
  {
    id: 6,
    name: "Fire rune",
    low: 4,
    high: 5,
    margin: 1,
    roi: 0.25,
    limit: 25_000,
    volume24h: null,
    change24h: null,
  },
]);

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
    expect(namesOf(market, { freshMinutes: 5 })).not.toContain("Elysian sigil");
  });
});

describe("presets", () => {
  it("show every item under All, the untrusted below the trusted and the unknown last", () => {
    expect(namesOf(market, {})).toEqual([
      "Abyssal whip",
      "Coal",
      "Fire rune",
      "Elysian sigil",
      "Bronze dart",
      "Dragon scimitar",
    ]);
  });

  it("lead with the profit that can be reached, not with the largest limit", () => {
    const rows = marketOf([
      { name: "Onyx amulet", margin: 393_000, limit: 10_000, volume24h: 60, slowVolume24h: 6 },
      { name: "Nature rune", margin: 30, limit: 18_000, volume24h: 4_000_000, slowVolume24h: 1_900_000 },
    ]);
    expect(namesOf(rows, {})).toEqual(["Nature rune", "Onyx amulet"]);
    expect(rows.profit).toEqual([393_000, 540_000]);
    expect(rows.units).toEqual([1, 18_000]);
    expect(rows.fullProfit).toEqual([3_930_000_000, 540_000]);
  });

  it("count what the trader's coins buy", () => {
    const row = { name: "Coal", low: 180, margin: 16, limit: 13_000, slowVolume24h: 600_000 };
    expect(marketOf([row], 1_800).profit).toEqual([160]);
    expect(marketOf([row], 1_800).coinsUnits).toEqual([10]);
    expect(marketOf([row]).profit).toEqual([208_000]);
  });

  it("sort movers by the size of the change", () => {
    const movers = marketOf([
      { name: "A", change24h: 0.1 },
      { name: "B", change24h: -0.4 },
      { name: "C", change24h: 0.2, volume24h: 5 },
    ]);
    expect(namesOf(movers, { preset: "movers" })).toEqual(["B", "A"]);
  });

  it("count the runes of a cast, and know no alch profit without their price", () => {
    const rows = [
      { id: 554, name: "Fire rune", low: 5, highalch: 2 },
      { id: 561, name: "Nature rune", low: 100, highalch: 108 },
      { id: 9, name: "Rune platebody", low: 38_000, highalch: 39_000 },
    ];
    expect(marketOf(rows).alchProfit[2]).toBe(39_000 - 38_000 - 100 - 25);
    expect(namesOf(marketOf(rows), { preset: "alch" })).toEqual(["Rune platebody"]);
    expect(marketOf(rows.slice(1)).alchProfit).toEqual([null, null]);
  });
});

const price = fc.option(fc.integer({ min: 0, max: 2_147_483_647 }), { nil: null });
const time = fc.option(fc.integer({ min: NOW - 86_400_000, max: NOW }), { nil: null });
const anyRow = fc
  .record({
    high: price,
    low: price,
    highTime: time,
    lowTime: time,
    limit: fc.option(fc.integer({ min: 1, max: 50_000 }), { nil: null }),
    volume24h: fc.option(fc.nat(200_000), { nil: null }),
    slowVolume24h: fc.option(fc.nat(100_000), { nil: null }),
    highalch: price,
    change24h: fc.option(fc.double({ min: -1, max: 5, noNaN: true }), { nil: null }),
  })
  .map((row): Partial<ItemRow> => {
    const prices = { ...plainRow, ...row };
    return { ...row, ...marginOf(row, { itemId: 4151, atMs: NOW }), quality: qualityOf(prices, NOW) };
  });
const anyMarket = fc
  .array(anyRow, { maxLength: 40 })
  .map((rows) => marketOf(rows.map((row, index) => ({ ...row, id: 550 + index, name: `Item ${index}` }))));
const sortKey = fc.constantFrom<SortKey>(...columnIds, "moved");

describe("laws", () => {
  it("never offer an inverted, stale or incomplete row in a preset of profits", () => {
    fc.assert(
      fc.property(anyMarket, fc.constantFrom(...presetIds), (columns, preset) => {
        if (preset === "all" || preset === "volume") return;
        for (const row of screen(columns, { ...defaultView, preset }, NOW)) {
          expect(columns.trusted[row]).toBe(true);
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
          if (values[at] === values[at - 1] && columns.trusted[a] === columns.trusted[b])
            expect(a).toBeLessThan(b);
        }
      }),
    );
  });

  it("profit sorts put every trusted profit above every other, both ways", () => {
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
          const firstDoubtful = known.findIndex((row) => columns.trusted[row] === false);
          if (firstDoubtful < 0) return;
          expect(known.slice(firstDoubtful).every((row) => columns.trusted[row] === false)).toBe(true);
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
