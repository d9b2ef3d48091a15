import type { CatalogueColumns, ItemColumns, QualityFlag, TickColumns } from "#features/market/contract.ts";
import { marginOf } from "#features/market/rules/margin.ts";
import { qualityOf } from "#features/market/rules/quality.ts";
import { roundFraction } from "./round-fraction.ts";

/**
 * All columns of a list: what is stored, and what follows from it as of `nowMs`, for the tax rate and the age of the
 * prices. The server and the browser derive with this function alone, so that both have the same values.
 */
export function deriveItemColumns(stored: CatalogueColumns & TickColumns, nowMs: number): ItemColumns {
  const count = stored.id.length;
  const tax: (number | null)[] = [];
  const margin: (number | null)[] = [];
  const roi: (number | null)[] = [];
  const breakEven: (number | null)[] = [];
  const quality: QualityFlag[][] = [];
  for (let row = 0; row < count; row++) {
    const high = stored.high[row] ?? null;
    const low = stored.low[row] ?? null;
    const sale = { itemId: stored.id[row] ?? 0, atMs: nowMs };
    const one = marginOf({ high, low }, sale, stored.resaleFee[row] ?? null);
    tax.push(one.tax);
    margin.push(one.margin);
    roi.push(roundFraction(one.roi));
    breakEven.push(one.breakEven);
    const prices = {
      high,
      low,
      highTime: stored.highTime[row] ?? null,
      lowTime: stored.lowTime[row] ?? null,
      avgHigh5m: stored.avgHigh5m[row] ?? null,
      avgLow5m: stored.avgLow5m[row] ?? null,
      avgHigh1h: stored.avgHigh1h[row] ?? null,
      avgLow1h: stored.avgLow1h[row] ?? null,
      volume24h: stored.volume24h[row] ?? null,
      roi: one.roi,
    };
    quality.push(qualityOf(prices, nowMs));
  }
  return { ...stored, tax, margin, roi, breakEven, quality };
}
