import type { ItemColumns } from "#features/market/contract.ts";
import type { itemStats } from "#features/market/schema.ts";
import { guideGp, resaleFeeGp } from "#features/market/rules/tax/resale-fee.ts";
import { deriveItemColumns } from "#features/market/rules/tick/derive-item-columns.ts";
import { roundFraction } from "#features/market/rules/tick/round-fraction.ts";

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

const sum = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a + b);

const lesser = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? null : Math.min(a, b);

/** The mean of the known sides, gp. */
const midOf = (high: number | null, low: number | null): number | null =>
  high === null ? low : low === null ? high : (high + low) / 2;

/** The change of the mid price since a day before, a fraction. */
function changeOf(row: MarketRow): number | null {
  const mid = midOf(row.avgHigh1h ?? row.high, row.avgLow1h ?? row.low);
  return mid === null || row.mid24hAgo === null || row.mid24hAgo === 0 ? null : mid / row.mid24hAgo - 1;
}

/** Converts database rows to the contract's parallel arrays, with what is derived as of `nowMs`. */
export function toItemColumns(rows: readonly MarketRow[], nowMs: number): ItemColumns {
  const stored = {
    id: rows.map((row) => row.id),
    name: rows.map((row) => row.name ?? `Item ${row.id}`),
    members: rows.map((row) => row.members),
    limit: rows.map((row) => row.limit),
    value: rows.map((row) => row.value),
    highalch: rows.map((row) => row.highalch),
    lowalch: rows.map((row) => row.lowalch),
    icon: rows.map((row) => row.icon ?? ""),
    high: rows.map((row) => row.high),
    highTime: rows.map((row) => row.highAt?.getTime() ?? null),
    low: rows.map((row) => row.low),
    lowTime: rows.map((row) => row.lowAt?.getTime() ?? null),
    resaleFee: rows.map((row) => resaleFeeGp(row.id, guideGp(row))),
    avgHigh5m: rows.map((row) => row.avgHigh5m),
    avgLow5m: rows.map((row) => row.avgLow5m),
    avgHigh1h: rows.map((row) => row.avgHigh1h),
    avgLow1h: rows.map((row) => row.avgLow1h),
    volume1h: rows.map((row) => sum(row.highVolume1h, row.lowVolume1h)),
    volume24h: rows.map((row) => sum(row.highVolume24h, row.lowVolume24h)),
    slowVolume24h: rows.map((row) => lesser(row.highVolume24h, row.lowVolume24h)),
    highVolume24h: rows.map((row) => (row.lowVolume24h === null ? null : row.highVolume24h)),
    usualHigh: rows.map((row) => row.usualHigh),
    usualLow: rows.map((row) => row.usualLow),
    change24h: rows.map((row) => roundFraction(changeOf(row))),
    sparkline: rows.map((row) => row.sparkline),
  };
  return deriveItemColumns(stored, nowMs);
}
