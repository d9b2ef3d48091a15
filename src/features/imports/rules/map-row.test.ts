import { describe, expect, it } from "vitest";
import { mapRow, readCoins } from "./map-row.ts";
import { readTime } from "./read-time.ts";

const AT = { local: "2026-09-21T14:13:20" };
const trades = { item: 0, side: 1, quantity: 2, price: 3, total: 4, time: 5 };
const mapping = { columns: trades, isDayFirst: false, isAfterTax: false };
const row = ["Nature rune", "Bought", "1,000", "100", "", "2026-09-21 14:13:20"];

describe("a table of trades", () => {
  it("takes the unit price, or the total where there is one", () => {
    expect(mapRow(row, mapping)).toMatchObject([
      {
        side: "buy",
        item: { name: "Nature rune" },
        quantity: 1_000,
        coins: 100_000,
        isExact: false,
        time: AT,
      },
    ]);
    expect(mapRow(row.with(4, "100,500"), mapping)).toMatchObject([{ coins: 100_500, isExact: true }]);
    expect(mapRow(row.with(0, "561").with(1, "s"), { ...mapping, isAfterTax: true })).toMatchObject([
      { side: "sell", item: { id: 561 }, isAfterTax: true },
    ]);
  });

  it.each([
    [0, "", "no name"],
    [1, "swap", "neither buy nor sell"],
    [2, "1.5", "not a quantity"],
    [3, "12,34", "not an amount"],
    [5, "yesterday", "not a time"],
  ])("says of cell %d %j what is wrong", (index, text, reason) => {
    expect(mapRow(row.with(index, text), mapping)).toEqual([{ reason: expect.stringContaining(reason) }]);
  });
});

it("a table of flips gives a purchase and a sale, or the half that it has", () => {
  const columns = { item: 0, quantity: 1, buyPrice: 2, buyTime: 3, sellPrice: 4, sellTime: 5 };
  const flip = ["Nature rune", "100", "100", "21/09/2026 14:13:20", "110", "22.09.2026"];
  const read = (cells: string[]) => mapRow(cells, { columns, isDayFirst: true, isAfterTax: false });
  expect(read(flip)).toMatchObject([
    { side: "buy", coins: 10_000, time: AT },
    { side: "sell", coins: 11_000, time: { local: "2026-09-22T00:00:00" } },
  ]);
  expect(read(flip.with(4, "").with(5, ""))).toMatchObject([{ side: "buy" }]);
  expect(read(flip.with(3, "").with(5, ""))).toEqual([{ reason: expect.stringContaining("Neither") }]);
});

it.each([
  ["1,234", 1_234],
  ["1.5m", 1_500_000],
  ["250K gp", 250_000],
  ["100 gp", 100],
  ["99.5", 99.5],
  ["-5", null],
  ["m", null],
  ["", null],
])("coins %j are %s", (text, coins) => {
  expect(readCoins(text)).toBe(coins);
});

it.each([
  ["1790000000", false, { epochMs: 1_790_000_000_000 }],
  ["1790000000000", false, { epochMs: 1_790_000_000_000 }],
  ["2026-09-21T14:13:20Z", false, { epochMs: Date.UTC(2026, 8, 21, 14, 13, 20) }],
  ["2026-09-21 14:13:20.5 +0200", false, { epochMs: Date.UTC(2026, 8, 21, 12, 13, 20, 500) }],
  ["2026-09-21T14:13:20", false, AT],
  ["2026/9/21 2:13:20 pm", false, AT],
  ["09/21/2026 02:13:20 PM", false, AT],
  ["21/09/2026, 14:13:20", true, AT],
  ["03/04/2026 12:00 AM", true, { local: "2026-04-03T00:00:00" }],
  ["03/04/2026", false, { local: "2026-03-04T00:00:00" }],
  ["13:99", false, null],
  ["21/09/2026 14:13 PM", true, null],
  ["", false, null],
] as const)("time %j, day first %s, is %j", (text, isDayFirst, time) => {
  expect(readTime(text, isDayFirst)).toEqual(time);
});
