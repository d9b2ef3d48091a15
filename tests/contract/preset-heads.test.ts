import { expect, test } from "vitest";
import { toItemColumns } from "#features/market/list/to-columns.ts";
import { deriveColumns } from "#features/market/rules/list/columns.ts";
import { screen } from "#features/market/rules/list/screener.ts";
import { defaultView, presetIds } from "#features/market/rules/list/view.ts";
import type { PresetId } from "#features/market/rules/list/view.ts";
import { CAPTURED_MS } from "../support/market/captures.ts";
import { capturedMarketRows } from "../support/market/captured-market.ts";

const HEAD = 50;

/** The captures as the list shows them. The day before is unknown, so a change of 5% stands for it, for the movers. */
const rows = await capturedMarketRows();
const columns = toItemColumns(rows, CAPTURED_MS);
const changed = { ...columns, change24h: columns.change24h.map(() => 0.05) };
const market = deriveColumns(changed, { nowMs: CAPTURED_MS, coins: null });
const volumes = new Map(rows.map((row) => [row.id, [row.highVolume24h ?? 0, row.lowVolume24h ?? 0]]));

const headOf = (preset: PresetId) =>
  Array.from(screen(market, { ...defaultView, preset }, CAPTURED_MS, new Set(market.id)).subarray(0, HEAD));

test("the captures have rows of every doubt, which a list has to keep from its head", () => {
  const flags = new Set(market.quality.flat());
  expect(flags).toEqual(new Set(["incomplete", "stale", "inverted", "thin", "odd", "unconfirmed", "steep"]));
  expect(headOf("all")).toHaveLength(HEAD);
});

/** How many rows a preset has at least. One hour of the trimmed captures has fewer busy items than a head is long. */
const least: Readonly<Record<PresetId, number>> = {
  all: HEAD,
  margins: HEAD,
  volume: 5,
  movers: 5,
  alch: 5,
  watched: HEAD,
};

test.each(presetIds)(
  "the head of %s has no doubtful row, and no window above what trades in it",
  (preset) => {
    const head = headOf(preset);
    expect(head.length).toBeGreaterThanOrEqual(least[preset]);
    for (const row of head) {
      const sides = volumes.get(market.id[row] ?? -1) ?? [];
      const name = market.name[row];
      expect.soft({ name, quality: market.quality[row] }).toEqual({ name, quality: [] });
      expect.soft((market.units[row] ?? 0) * 6, name).toBeLessThanOrEqual(Math.min(...sides));
    }
  },
);

test("the default list leads with gains that can be reached", () => {
  for (const row of headOf("all")) {
    expect(market.profit[row]).toBeGreaterThan(0);
    expect(market.profit[row]).toBe((market.margin[row] ?? 0) * (market.units[row] ?? 0));
    expect(market.units[row]).toBeLessThanOrEqual(market.limit[row] ?? 0);
  }
});
