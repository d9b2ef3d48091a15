import type { PriceHistory } from "#features/history/contract.ts";

/** Points in time order as parallel arrays: epoch ms, whole gp, units. A price is null exactly when its volume is 0. */
export type Points = PriceHistory["columns"];

export const noPoints = (): Points => ({ at: [], avgHigh: [], avgLow: [], highVolume: [], lowVolume: [] });

/** The period that a series covers: `slots` buckets of `stepMs`, the first at `fromMs`. */
export type Frame = { fromMs: number; stepMs: number; slots: number };
