import type { ItemColumns } from "#features/market/contract.ts";
import type { itemStats } from "#features/market/schema.ts";
import { marginOf } from "#features/market/rules/margin.ts";
import { qualityOf } from "#features/market/rules/quality.ts";
import { guideGp, resaleFeeGp } from "#features/market/rules/resale-fee.ts";

/** One item as stored. `name` and the flags are null for an id that the feed prices but does not map. */
export type MarketRow = {
  id: number;
  name: string | null;
  members: boolean | null;
  icon: string | null;
  limit: number | null;
  value: number | null;
  highalch: number | null;
  lowalch: number | null;
  high: number | null;
  highAt: Date | null;
  low: number | null;
  lowAt: Date | null;
  /** What this hour of the week usually sees by side, units. */
  usualHigh: number | null;
  usualLow: number | null;
} & Omit<typeof itemStats.$inferSelect, "itemId">;

const round = (fraction: number | null, digits: number): number | null =>
  fraction === null ? null : Math.round(fraction * 10 ** digits) / 10 ** digits;

const sum = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a + b);

const lesser = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? null : Math.min(a, b);

/** The mean of the known sides, gp. */
const midOf = (high: number | null, low: number | null): number | null =>
  high === null ? low : low === null ? high : (high + low) / 2;

/** Converts database rows to the contract's parallel arrays, with quality as of `nowMs`. */
export function toItemColumns(rows: readonly MarketRow[], nowMs: number): ItemColumns {
  const derived = rows.map((row) => {
    const volume24h = sum(row.highVolume24h, row.lowVolume24h);
    const prices = { ...row, highTime: row.highAt?.getTime() ?? null, lowTime: row.lowAt?.getTime() ?? null };
    const mid = midOf(row.avgHigh1h ?? row.high, row.avgLow1h ?? row.low);
    const change =
      mid === null || row.mid24hAgo === null || row.mid24hAgo === 0 ? null : mid / row.mid24hAgo - 1;
    const resaleFee = resaleFeeGp(row.id, guideGp(row));
    const margin = marginOf(row, { itemId: row.id, atMs: nowMs }, resaleFee);
    return {
      ...margin,
      resaleFee,
      highTime: prices.highTime,
      lowTime: prices.lowTime,
      volume1h: sum(row.highVolume1h, row.lowVolume1h),
      volume24h,
      slowVolume24h: lesser(row.highVolume24h, row.lowVolume24h),
      change24h: change,
      quality: qualityOf({ ...prices, volume24h, roi: margin.roi }, nowMs),
    };
  });
  return {
    id: rows.map((row) => row.id),
    name: rows.map((row) => row.name ?? `Item ${row.id}`),
    members: rows.map((row) => row.members),
    limit: rows.map((row) => row.limit),
    value: rows.map((row) => row.value),
    highalch: rows.map((row) => row.highalch),
    lowalch: rows.map((row) => row.lowalch),
    icon: rows.map((row) => row.icon ?? ""),
    high: rows.map((row) => row.high),
    highTime: derived.map((row) => row.highTime),
    low: rows.map((row) => row.low),
    lowTime: derived.map((row) => row.lowTime),
    tax: derived.map((row) => row.tax),
    resaleFee: derived.map((row) => row.resaleFee),
    margin: derived.map((row) => row.margin),
    roi: derived.map((row) => round(row.roi, 5)),
    breakEven: derived.map((row) => row.breakEven),
    avgHigh5m: rows.map((row) => row.avgHigh5m),
    avgLow5m: rows.map((row) => row.avgLow5m),
    avgHigh1h: rows.map((row) => row.avgHigh1h),
    avgLow1h: rows.map((row) => row.avgLow1h),
    volume1h: derived.map((row) => row.volume1h),
    volume24h: derived.map((row) => row.volume24h),
    slowVolume24h: derived.map((row) => row.slowVolume24h),
    highVolume24h: rows.map((row) => (row.lowVolume24h === null ? null : row.highVolume24h)),
    usualHigh: rows.map((row) => row.usualHigh),
    usualLow: rows.map((row) => row.usualLow),
    change24h: derived.map((row) => round(row.change24h, 5)),
    sparkline: rows.map((row) => row.sparkline),
    quality: derived.map((row) => row.quality),
  };
}
