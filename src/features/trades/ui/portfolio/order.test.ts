import { expect, it } from "vitest";
import type { Holding } from "#features/trades/portfolio/contract.ts";
import { sortHoldings } from "./order.ts";
import { allocationOf } from "./parts.ts";

const holding = (name: string, value: number | null, profit: number | null = null): Holding => ({
  itemId: name.length,
  name,
  icon: "",
  characterId: "main",
  character: "Main",
  units: 1,
  knownUnits: 1,
  lots: 1,
  cost: 1,
  unitCost: 1,
  price: null,
  priceAt: null,
  isPriceTrusted: true,
  value,
  profit,
  roi: null,
  breakEven: null,
  boughtAt: null,
});
const namesBy = (order: Parameters<typeof sortHoldings>[1], holdings: readonly Holding[]) =>
  sortHoldings(holdings, order).map(({ name }) => name);

it("puts what is unknown last, whichever way it sorts", () => {
  const holdings = [
    holding("a", null, null),
    holding("bb", 5, -3),
    holding("ccc", 9, 4),
    holding("dddd", 9, null),
  ];
  expect(namesBy("value", holdings)).toEqual(["ccc", "dddd", "bb", "a"]);
  expect(namesBy("profit", holdings)).toEqual(["ccc", "bb", "a", "dddd"]);
  expect(namesBy("loss", holdings)).toEqual(["bb", "ccc", "a", "dddd"]);
  expect(namesBy("name", holdings)).toEqual(["a", "bb", "ccc", "dddd"]);
});

it("adds up an item's characters, and what follows the largest six", () => {
  const many = Array.from({ length: 9 }, (_, index) => holding("x".repeat(index + 1), 10 * (index + 1)));
  const parts = allocationOf([...many, holding("x", 500), holding("unpriced", null)]);
  expect(parts.map(({ name, value }) => [name.length > 3 ? name.length : name, value])).toEqual([
    ["x", 510],
    [9, 90],
    [8, 80],
    [7, 70],
    [6, 60],
    [5, 50],
    ["3 others".length, 90],
  ]);
  expect(parts.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
  expect(allocationOf([holding("unpriced", null)])).toEqual([]);
});
