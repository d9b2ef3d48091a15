import {
  NATURE_RUNE_ID,
  FIRE_RUNE_ID,
  alchProfitGp,
  alchReturns,
  alchRuneCostGp,
  alchUnits,
} from "#features/market/rules/alchemy.ts";
import type { ItemColumns } from "#features/market/contract.ts";
import { marginOf, windowProfitGp } from "#features/market/rules/margin.ts";
import { profitBasis } from "#features/market/rules/profit-basis.ts";
import type { ProfitBasis } from "#features/market/rules/profit-basis.ts";
import { fillHours, sidesOf } from "#features/market/rules/fill-time.ts";
import { reachableParts, reachableProfitGp, reachableUnits } from "#features/market/rules/reachable.ts";
import { isSound, isTrusted } from "#features/market/rules/quality.ts";

/** The columns that the list can show, in the default order. `item` is the name with icon and F2P mark. */
export const columnIds = [
  "item",
  "quality",
  "low",
  "high",
  "age",
  "volume24h",
  "margin",
  "roi",
  "profit",
  "fillTime",
  "limit",
  "volume1h",
  "change24h",
  "lowTime",
  "highTime",
  "avgLow5m",
  "avgHigh5m",
  "avgLow1h",
  "avgHigh1h",
  "tax",
  "breakEven",
  "fullProfit",
  "highalch",
  "alchProfit",
  "alchHour",
  "alchWindow",
  "myLimit",
] as const;
export type ColumnId = (typeof columnIds)[number];

/** The contract's columns and derived ones. Index n of each is one item, ordered by name. */
export type MarketColumns = ItemColumns & {
  /** When the older side was traded, epoch ms: no price of the row is older. Null while a side is unknown. */
  age: (number | null)[];
  /** What a trader can expect of one 4-hour window, gp: the margin times `units`. */
  profit: (number | null)[];
  /** Units that can be bought and sold in one window (`reachableUnits`). */
  units: (number | null)[];
  /** Units that the trader's coins buy; null without a bound. */
  coinsUnits: (number | null)[];
  /** Hours until the reachable units, or one where they are none, are bought and sold (`fillHours`). */
  fillTime: (number | null)[];
  /** The margin times the buy limit, gp, whether or not so much trades. */
  fullProfit: (number | null)[];
  /** Gain of buying one unit and alching it, gp. */
  alchProfit: (number | null)[];
  /** The same for an hour of casts and for a limit window (`alchReturns`). */
  alchHour: (number | null)[];
  alchWindow: (number | null)[];
  /** Units that can be bought and alched in one window (`alchUnits`). */
  alchUnits: (number | null)[];
  /** What the reader may still buy in the running window, see `withOwnLimits`; null for visitors. */
  myLimit: (number | null)[];
  /** The parts of it, where a window runs. */
  myLimitHint: (string | null)[];
  /** The prices that the profits count with. */
  basis: ProfitBasis[];
  /** Whether the prices are good enough to show a profit. */
  trusted: boolean[];
  /** Whether the prices raise no doubt at all, so that a profit may lead a list. */
  sound: boolean[];
};

type Options = {
  /** The time of the sale, for the tax. */
  nowMs: number;
  /** What the trader has, gp; null is no bound. */
  coins: number | null;
};

/** The margin that a row's profits count with: of the averages where the latest trades stray. */
function basisMargin(columns: ItemColumns, index: number, { high, low }: ProfitBasis, nowMs: number) {
  if (high.average === null && low.average === null) return columns.margin[index] ?? null;
  const sale = { itemId: columns.id[index] ?? 0, atMs: nowMs };
  return marginOf({ high: high.price, low: low.price }, sale, columns.resaleFee[index] ?? null).margin;
}

const olderOf = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? null : Math.min(a, b);

export function deriveColumns(columns: ItemColumns, { nowMs, coins }: Options): MarketColumns {
  const lowOf = (id: number) => columns.low[columns.id.indexOf(id)] ?? null;
  const runeCost = alchRuneCostGp(lowOf(NATURE_RUNE_ID), lowOf(FIRE_RUNE_ID));
  const basis = columns.id.map((_, index) =>
    profitBasis({
      high: columns.high[index] ?? null,
      low: columns.low[index] ?? null,
      avgHigh5m: columns.avgHigh5m[index] ?? null,
      avgHigh1h: columns.avgHigh1h[index] ?? null,
      avgLow5m: columns.avgLow5m[index] ?? null,
      avgLow1h: columns.avgLow1h[index] ?? null,
    }),
  );
  const margins = basis.map((sides, index) => basisMargin(columns, index, sides, nowMs));
  const bounds = columns.id.map((_, index) => ({
    limit: columns.limit[index] ?? null,
    slowVolume24h: columns.slowVolume24h[index] ?? null,
    low: basis[index]?.low.price ?? null,
    coins,
  }));
  const units = bounds.map(reachableUnits);
  return {
    ...columns,
    age: columns.highTime.map((highTime, index) => olderOf(highTime, columns.lowTime[index] ?? null)),
    profit: bounds.map((bound, index) => reachableProfitGp(margins[index] ?? null, bound)),
    units,
    fillTime: units.map((count, index) => {
      const sides = sidesOf({
        volume24h: columns.volume24h[index] ?? null,
        highVolume24h: columns.highVolume24h[index] ?? null,
        usualHigh: columns.usualHigh[index] ?? null,
        usualLow: columns.usualLow[index] ?? null,
      });
      return fillHours(count === null ? null : Math.max(count, 1), sides);
    }),
    coinsUnits: bounds.map((bound) => reachableParts(bound).coins),
    fullProfit: bounds.map(({ limit }, index) => windowProfitGp(margins[index] ?? null, limit)),
    ...alchColumns(columns, bounds, runeCost),
    myLimit: columns.id.map(() => null),
    myLimitHint: columns.id.map(() => null),
    basis,
    trusted: columns.quality.map(isTrusted),
    sound: columns.quality.map(isSound),
  };
}

type Bound = { limit: number | null; low: number | null; coins: number | null };

function alchColumns(columns: ItemColumns, bounds: readonly Bound[], runeCost: number | null) {
  const units = bounds.map((bound, index) => {
    const [all, high] = [columns.volume24h[index] ?? null, columns.highVolume24h[index] ?? null];
    return alchUnits({ ...bound, lowVolume24h: all === null || high === null ? null : all - high });
  });
  const profits = columns.highalch.map((highalch, index) =>
    alchProfitGp(highalch, bounds[index]?.low ?? null, runeCost),
  );
  const returns = profits.map((profit, index) => alchReturns(profit, units[index] ?? null));
  return {
    alchProfit: profits,
    alchHour: returns.map(({ hour }) => hour),
    alchWindow: returns.map(({ window }) => window),
    alchUnits: units,
  };
}

/** By item id: what is left of the limits whose window runs. */
type OwnLimits = ReadonlyMap<number, { left: number | null; hint: string }>;

/** The same columns with what the reader may still buy: the whole limit where no window runs. */
export const withOwnLimits = (columns: MarketColumns, limits: OwnLimits): MarketColumns => ({
  ...columns,
  myLimit: columns.id.map((id, index) => {
    const running = limits.get(id);
    return running === undefined ? (columns.limit[index] ?? null) : running.left;
  }),
  myLimitHint: columns.id.map((id) => limits.get(id)?.hint ?? null),
});

/** The same columns with only the given rows, in the given order. */
export function pickRows(columns: MarketColumns, order: ArrayLike<number>): MarketColumns {
  const rows = Array.from(order);
  const picked: Record<string, unknown[]> = {};
  for (const [name, values] of Object.entries(columns)) picked[name] = rows.map((row) => values[row]);
  // Built from its own entries, so it has the same columns.
  return picked as MarketColumns;
}
