import { beforeAll, describe, expect, test } from "vitest";

import { loadCatalogue, renderMapping } from "./catalogue.ts";
import type { CatalogueItem, MappingRow } from "./catalogue.ts";

let items: CatalogueItem[] = [];
let rows: MappingRow[] = [];
beforeAll(async () => {
  items = await loadCatalogue();
  rows = JSON.parse(renderMapping(items));
});

describe("the catalogue", () => {
  test("holds the real items with their limits and alchemy values", () => {
    expect(rows.length).toBeGreaterThan(4_000);
    expect(rows.find((row) => row.id === 4151)).toEqual({
      id: 4151,
      name: "Abyssal whip",
      examine: "A weapon from the Abyss.",
      members: true,
      icon: "Abyssal whip.png",
      value: 120_001,
      lowalch: 48_000,
      highalch: 72_000,
      limit: 70,
    });
    expect(rows.find((row) => row.id === 561)?.members).toBe(false);
  });

  test("omits optional keys instead of writing null", () => {
    const share = (missing: (row: MappingRow) => boolean) => rows.filter(missing).length / rows.length;
    expect(renderMapping(items)).not.toContain("null");
    expect(share((row) => !("limit" in row))).toBeGreaterThan(0.05);
    expect(share((row) => !("limit" in row))).toBeLessThan(0.12);
    expect(share((row) => !("highalch" in row))).toBeGreaterThan(0.01);
    expect(share((row) => !("highalch" in row))).toBeLessThan(0.03);
    expect(rows.every((row) => "highalch" in row === "lowalch" in row)).toBe(true);
  });

  test("has no id twice, and every reference price is valid for an offer", () => {
    expect(new Set(items.map((item) => item.mapping.id)).size).toBe(items.length);
    expect(items.every((item) => item.referencePriceGp >= 1 && item.referencePriceGp <= 2_147_483_647)).toBe(
      true,
    );
  });

  test("has ids that trade without a mapping, and mapped ids that never trade", () => {
    expect(items.filter((item) => !item.mapped).length).toBe(16);
    expect(items.filter((item) => !item.traded).length).toBeGreaterThan(50);
  });

  test("can be limited to the first items by id", async () => {
    const few = await loadCatalogue(20);
    const mapped = few.filter((item) => item.mapped).map((item) => item.mapping.id);
    const ids = rows.map((row) => row.id).toSorted((a, b) => a - b);
    expect(mapped).toEqual(ids.slice(0, 20));
  });
});
