import { expect, it } from "vitest";
import { itemFields } from "#features/market/contract.ts";
import type { ItemColumns, ItemRow } from "#features/market/contract.ts";
import { rankItems } from "#features/market/rules/search/rank-items.ts";
import { deriveColumns } from "./columns.ts";
import type { MarketColumns } from "./columns.ts";
import { isByMatch, screen } from "./screener.ts";
import { defaultView } from "./view.ts";
import type { MarketView } from "./view.ts";

const NOW = Date.UTC(2026, 5, 1, 12);

/** A market of which only the given values are known. */
function marketOf(rows: readonly Partial<ItemRow>[]): MarketColumns {
  const valueOf = (row: Partial<ItemRow>, field: keyof ItemRow) =>
    field === "quality" ? [] : (row[field] ?? null);
  const columns = itemFields.map((field) => [field, rows.map((row) => valueOf(row, field))]);
  return deriveColumns(Object.fromEntries(columns) as unknown as ItemColumns, { nowMs: NOW, coins: null });
}

const namesOf = (market: MarketColumns, view: Partial<MarketView>) =>
  Array.from(screen(market, { ...defaultView, ...view }, NOW), (row) => market.name[row]);

it("finds what the palette and the server find: names as people write them, nicknames, typos, ids", () => {
  const items = marketOf([
    { id: 1, name: "Anti-dragon shield" },
    { id: 2, name: "Armadyl godsword" },
    { id: 3, name: "Ring of wealth (5)" },
  ]);
  const texts = ["ring of wealth(5)", "antidragon shield", "ags", "armadil gosword", "3"];
  const found = texts.map((query) => namesOf(items, { query }));
  expect(found).toEqual([
    [items.name[2]],
    [items.name[0]],
    [items.name[1]],
    [items.name[1]],
    [items.name[2]],
  ]);
  for (const query of texts) {
    expect(Array.from(screen(items, { ...defaultView, query }, NOW))).toEqual(rankItems(items, query));
  }
});

it("puts the best match first until the trader chooses an order", () => {
  const items = marketOf([
    { id: 1, name: "Blue whip", margin: 9_000 },
    { id: 2, name: "Whip", margin: 1 },
    { id: 3, name: "Whip mix", margin: 500 },
  ]);
  expect(namesOf(items, { query: "whip" })).toEqual(["Whip", "Whip mix", "Blue whip"]);
  const sort = { key: "margin", descending: true } as const;
  expect(namesOf(items, { query: "whip", sort })).toEqual(["Blue whip", "Whip mix", "Whip"]);
  const margin = { min: 400, max: null };
  expect(namesOf(items, { query: "whip", margin })).toEqual(["Whip mix", "Blue whip"]);
  expect(isByMatch({ ...defaultView, query: "whip" })).toBe(true);
  expect(isByMatch({ ...defaultView, query: "whip", sort })).toBe(false);
});

it("takes a text without letters or digits for none", () => {
  const items = marketOf([{ id: 1, name: "Whip" }]);
  expect(isByMatch({ ...defaultView, query: " (" })).toBe(false);
  expect(namesOf(items, { query: " (" })).toEqual(["Whip"]);
});
