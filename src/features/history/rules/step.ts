import type { Timestep } from "#features/history/contract.ts";

/** The length of each step's buckets in seconds, as stored in `step_s`. */
export const STEP_S = { "5m": 300, "1h": 3_600, "6h": 21_600, "24h": 86_400 } as const satisfies Record<
  Timestep,
  number
>;

/** The default range of a history request in seconds, for a request without `from`. */
export const DEFAULT_SPAN_S = {
  "5m": 86_400,
  "1h": 7 * 86_400,
  "6h": 30 * 86_400,
  "24h": 365 * 86_400,
} as const satisfies Record<Timestep, number>;
