import { describe, expect, it } from "vitest";
import { qualityFlags } from "#features/market/contract.ts";
import { marketOf, namesOf, sixItems } from "./market-fixture.ts";
import { presetIds } from "./view.ts";

describe("presets", () => {
  it("show every item under All, the untrusted below the trusted and the unknown last", () => {
    expect(namesOf(sixItems, {})).toEqual([
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

  it("sort movers by the size of the change and the gp traded", () => {
    const movers = marketOf([
      { name: "A", change24h: 0.1 },
      { name: "B", change24h: -0.4 },
      { name: "C", change24h: 0.2, volume24h: 5 },
      { name: "D", change24h: 0.9, volume24h: 1_000 },
      { name: "E", change24h: 0.009, volume24h: 90_000_000 },
      { name: "F", change24h: 0.02, volume24h: 9_000_000 },
    ]);
    expect(namesOf(movers, { preset: "movers" })).toEqual(["F", "B", "A", "D"]);
  });

  it.each(qualityFlags)("leave %s rows out, but for All, which ranks them below the others", (flag) => {
    const busy = { highalch: 1_000, volume24h: 500_000, change24h: 0.5, margin: 900_000 };
    const rows = marketOf([
      { ...busy, name: "Doubtful", quality: [flag] },
      { id: 554, name: "Fire rune", low: 5 },
      { id: 561, name: "Nature rune", low: 100 },
    ]);
    for (const preset of presetIds.filter((id) => id !== "all"))
      expect(namesOf(rows, { preset })).not.toContain("Doubtful");
    expect(namesOf(rows, {}).at(-1)).toBe("Doubtful");
  });

  it("count the profit with the average of a side whose latest trade strays", () => {
    const odd = marketOf([
      { name: "Coal", high: 400, avgHigh5m: 200, margin: 212, limit: 10, quality: ["odd"] },
    ]);
    expect(odd.basis[0]?.high).toEqual({ price: 200, average: "5-minute" });
    // 200 - 4 tax - 180, not 400 - 8 - 180.
    expect([odd.profit, odd.fullProfit]).toEqual([[160], [160]]);
  });

  it("order alchemy by what a window brings, and leave out what no window buys one of", () => {
    const runes = [
      { id: 554, name: "Fire rune", low: 5, highalch: 2 },
      { id: 561, name: "Nature rune", low: 100, highalch: 108 },
    ];
    // 48,000 units a day are sold instantly: 4,000 a window. 300 are 25.
    const busy = { low: 1_000, highalch: 1_225, limit: 9_000, volume24h: 50_000, highVolume24h: 2_000 };
    const rare = { low: 1_000, highalch: 3_125, limit: 70, volume24h: 400, highVolume24h: 100 };
    const market = marketOf([
      ...runes,
      { ...rare, id: 5, name: "Rare" },
      { ...busy, id: 6, name: "Busy" },
      { ...rare, id: 7, name: "Dead", volume24h: 100, highVolume24h: 98 },
      { ...busy, id: 8, name: "Odd", low: 100, avgLow5m: 1_000, avgLow1h: 1_000, quality: ["odd"] },
    ]);
    expect(namesOf(market, { preset: "alch" })).toEqual(["Busy", "Rare"]);
    expect(market.alchProfit.slice(2)).toEqual([2_000, 100, 2_000, 100]);
    expect(market.alchWindow.slice(2)).toEqual([50_000, 400_000, 0, 400_000]);
    expect(market.alchHour.slice(2)).toEqual([50_000, 120_000, 0, 120_000]);
    expect(
      namesOf(marketOf([...runes, { ...rare, id: 5, name: "Rare" }], 3_000), { preset: "alch" }),
    ).toEqual(["Rare"]);
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
