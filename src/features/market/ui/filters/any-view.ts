import fc from "fast-check";
import { columnIds } from "#features/market/rules/list/columns.ts";
import { presetIds } from "#features/market/rules/list/view.ts";
import type { MarketView, SortKey } from "#features/market/rules/list/view.ts";

const bound = fc.option(fc.maxSafeInteger(), { nil: null });
const range = fc
  .record({ min: bound, max: bound })
  .map((value) => (value.min === null && value.max === null ? null : value));
const percent = fc.option(fc.integer({ min: -10_000, max: 10_000 }), { nil: null });
const positive = (max: number) => fc.option(fc.integer({ min: 1, max }), { nil: null });

/** Any view, for tests. */
export const anyView: fc.Arbitrary<MarketView> = fc.record({
  preset: fc.constantFrom(...presetIds),
  query: fc.string(),
  sort: fc.option(
    fc.record({ key: fc.constantFrom<SortKey>(...columnIds, "moved"), descending: fc.boolean() }),
    { nil: null },
  ),
  columns: fc.option(fc.uniqueArray(fc.constantFrom(...columnIds), { minLength: 1 }), { nil: null }),
  price: range,
  margin: range,
  roi: fc
    .record({ min: percent, max: percent })
    .map(({ min, max }) =>
      min === null && max === null
        ? null
        : { min: min === null ? null : min / 100, max: max === null ? null : max / 100 },
    ),
  volume: range,
  limit: range,
  membership: fc.constantFrom("members", "free", null),
  listing: fc.constantFrom("gone", null),
  freshMinutes: positive(525_600),
  coins: positive(Number.MAX_SAFE_INTEGER),
});
