import type { Timestep } from "#features/history/contract.ts";

/** A bucket's length in seconds. */
export const STEP_S = { "5m": 300, "1h": 3_600, "6h": 21_600, "24h": 86_400 } as const satisfies Record<
  Timestep,
  number
>;

/** How far back a chart of that step looks when it is not told, in seconds. */
export const DEFAULT_SPAN_S = {
  "5m": 86_400,
  "1h": 7 * 86_400,
  "6h": 30 * 86_400,
  "24h": 365 * 86_400,
} as const satisfies Record<Timestep, number>;
