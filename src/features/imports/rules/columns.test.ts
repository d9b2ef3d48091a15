import { expect, it } from "vitest";
import { columnsProblem, headerKey, proposeColumns } from "./columns.ts";

it.each([
  [
    ["Item name", "Type", "Quantity", "Price per item", "Total", "Date (UTC)"],
    { item: 0, side: 1, quantity: 2, price: 3, total: 4, time: 5 },
  ],
  [
    ["Name", "Qty", "Buy price", "Sell price", "Buy date", "Sell date", "Account"],
    { item: 0, quantity: 1, buyPrice: 2, sellPrice: 3, buyTime: 4, sellTime: 5, character: 6 },
  ],
  // One date for both halves of a flip; its own prices win over a column that only looks like one.
  [
    ["item", "quantity", "bought for", "sold for", "date"],
    { item: 0, quantity: 1, buyPrice: 2, sellPrice: 3, buyTime: 4, sellTime: 4 },
  ],
])("proposes columns for %j", (header, columns) => {
  expect(proposeColumns(header)).toEqual(columns);
  expect(columnsProblem(proposeColumns(header))).toBeNull();
});

it.each([
  [{}, "item"],
  [{ item: 0 }, "quantity"],
  [{ item: 0, quantity: 1 }, "buys and sells"],
  [{ item: 0, quantity: 1, side: 2 }, "price"],
  [{ item: 0, quantity: 1, side: 2, total: 3 }, "time"],
  [{ item: 0, quantity: 1, buyPrice: 2 }, "purchase"],
  [{ item: 0, quantity: 1, sellPrice: 2 }, "sale"],
])("says what is missing in %j", (columns, word) => {
  expect(columnsProblem(columns)).toContain(word);
});

it("knows a header again whatever its case", () => {
  expect(headerKey(["Item ", "QTY"])).toBe(headerKey(["item", "qty"]));
  expect(headerKey(["a", "b"])).not.toBe(headerKey(["a,b"]));
});
