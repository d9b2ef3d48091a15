import { brotliCompressSync, constants } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { itemChanges, itemFields } from "#features/market/contract.ts";
import type { CatalogueColumns, ItemChanges, ItemRow } from "#features/market/contract.ts";
import { plainRow } from "#features/market/rules/list/market-fixture.ts";
import { applyChanges, changesBetween } from "./changes.ts";
import type { StoredMarket } from "./changes.ts";
import { catalogueFields, tickFields } from "./fields.ts";
import type { TickField } from "./fields.ts";
import { deriveItemColumns } from "./derive-item-columns.ts";

const NOW = Date.UTC(2026, 5, 1, 12);

/** The state of these rows, under a catalogue version that its fixed columns alone give. */
function stateOf(version: number, rows: readonly Partial<ItemRow>[]): StoredMarket {
  const full = rows.map((row) => ({ ...plainRow, ...row }));
  const pick = (fields: readonly (keyof ItemRow)[]) =>
    Object.fromEntries(fields.map((field) => [field, full.map((row) => row[field])]));
  const fixed = pick(catalogueFields);
  const columns = { ...fixed, ...pick(tickFields) } as unknown as StoredMarket["columns"];
  return { version, catalogue: JSON.stringify(fixed), columns };
}

const catalogueOf = ({ catalogue, columns }: StoredMarket) => ({
  version: catalogue,
  columns: Object.fromEntries(
    catalogueFields.map((field) => [field, columns[field]]),
  ) as unknown as CatalogueColumns,
});

/** What arrives of an answer. */
const overTheWire = (answer: ItemChanges): ItemChanges =>
  itemChanges.parse(JSON.parse(JSON.stringify({ ...answer, catalogue: "c" })));

const arrive = (held: StoredMarket | null, base: StoredMarket | null, market: StoredMarket) => {
  const answer = { ...overTheWire(changesBetween(base, market, NOW)), catalogue: market.catalogue };
  return applyChanges(held, catalogueOf(market), answer);
};

const price = fc.option(fc.nat({ max: 3 }), { nil: null });
const tickRow = fc.record({
  high: price,
  highTime: price,
  low: price,
  avgHigh5m: price,
  volume24h: price,
  slowVolume24h: price,
  change24h: fc.option(fc.constantFrom(0.5, -0.25), { nil: null }),
  sparkline: fc.option(fc.constantFrom("AB", "Z."), { nil: null }),
});
/** A listed item in one state: items come and go, and now and then a limit changes. */
const listed = fc.record({ id: fc.nat({ max: 4 }), limit: fc.constantFrom(10, 10, 10, 20), tick: tickRow });
const history = fc
  .array(fc.uniqueArray(listed, { selector: ({ id }) => id, maxLength: 5 }), { minLength: 1, maxLength: 8 })
  .map((states) =>
    states.map((rows, version) =>
      stateOf(
        version,
        rows.toSorted((a, b) => a.id - b.id).map(({ id, limit, tick }) => ({ id, limit, ...tick })),
      ),
    ),
  );

describe("the state that a browser builds", () => {
  it("is the server's, whichever versions it skips and whichever of them are still known", () => {
    const walk = fc.array(fc.record({ step: fc.nat(), isKnown: fc.boolean() }), { maxLength: 12 });
    fc.assert(
      fc.property(history, walk, (states, visits) => {
        let held: StoredMarket | null = null;
        for (const { step, isKnown } of visits) {
          // Also back to a lower version, as after a restore of the database.
          const market = states[step % states.length];
          if (market === undefined) return;
          held = arrive(held, isKnown ? held : null, market);
          expect(held).toEqual(market);
          expect(deriveItemColumns(held.columns, NOW)).toEqual(deriveItemColumns(market.columns, NOW));
        }
      }),
      { numRuns: 200 },
    );
  });

  it("keeps the arrays of columns that did not change", () => {
    const before = stateOf(1, [{ id: 1 }, { id: 2 }]);
    const after = arrive(before, before, stateOf(2, [{ id: 1 }, { id: 2, high: 7 }]));
    expect(after.columns.high).toEqual([plainRow.high, 7]);
    for (const field of itemFields) {
      if (field in before.columns && field !== "high") {
        expect(after.columns[field as TickField]).toBe(before.columns[field as TickField]);
      }
    }
  });
});

test("each field of the list is the catalogue's, a tick's or derived, and none is two of them", () => {
  const stored = [...catalogueFields, ...tickFields];
  expect(new Set(stored).size).toBe(stored.length);
  const all = Object.keys(deriveItemColumns(stateOf(1, [{}]).columns, NOW));
  expect(all.toSorted()).toEqual(itemFields.toSorted());
});

test("changes name only the rows and columns that differ, by steps", () => {
  const before = stateOf(1, [{ id: 1 }, { id: 2 }, { id: 3 }, { id: 4 }]);
  const after = stateOf(2, [{ id: 1, low: null }, { id: 2 }, { id: 3 }, { id: 4, low: 5 }]);
  expect(changesBetween(before, after, NOW)).toEqual({
    version: 2,
    atMs: NOW,
    catalogue: before.catalogue,
    since: 1,
    changed: { low: { steps: [1, 3], values: [null, 5] } },
  });
  expect(changesBetween(after, after, NOW)).toMatchObject({ since: 2, changed: {} });
});

test("an answer for another state is refused", () => {
  const [one, two, three] = [
    stateOf(1, [{ id: 1 }]),
    stateOf(2, [{ id: 1, low: 1 }]),
    stateOf(3, [{ id: 1 }]),
  ];
  expect(() => arrive(one, two, three)).toThrow("another version");
  expect(() => arrive(null, two, three)).toThrow("another version");
  const other = stateOf(4, [{ id: 1, limit: 99 }]);
  expect(() => applyChanges(one, catalogueOf(one), changesBetween(null, other, NOW))).toThrow(
    "another catalogue",
  );
});

test("a tick of 30% of 4,200 rows takes at most 25 KB, compressed as the web process does", () => {
  let seed = 1;
  const random = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
  const near = (gp: number) => Math.max(1, Math.round(gp * (0.97 + random() * 0.06)));
  const agoMs = () => Math.floor(random() * 300) * 1_000;
  const rows = Array.from({ length: 4_200 }, (_, id) => {
    const low = Math.round(10 ** (1 + random() * 6));
    return { id, low, high: near(low * 1.05), lowTime: NOW - agoMs(), highTime: NOW - agoMs() };
  });
  const next = rows.map((row) => {
    if (random() > 0.3) return row;
    const high = { high: near(row.high), highTime: NOW + 60_000 - agoMs() };
    const low = { low: near(row.low), lowTime: NOW + 60_000 - agoMs() };
    // A third of the items trade on both sides.
    const side = random();
    return { ...row, ...(side < 0.67 && high), ...(side > 0.33 && low) };
  });
  const named = (state: StoredMarket) => ({ ...state, catalogue: "LHS4oRyCw1wmLkV0DNhBMQ" });
  const json = JSON.stringify(changesBetween(named(stateOf(1, rows)), named(stateOf(2, next)), NOW));
  const { length } = brotliCompressSync(json, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } });
  expect(length).toBeLessThan(25 * 1024);
});
