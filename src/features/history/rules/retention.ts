import type { Timestep } from "#features/history/contract.ts";

/** How many days each step's points are kept; null: for good. A month goes when all of it is older. */
export type Retention = Readonly<Record<Timestep, number | null>>;

export const RETENTION: Retention = { "5m": null, "1h": null, "6h": null, "24h": null };

/** What a first start fetches must not be dropped again. */
const MIN_DAYS = { "5m": 3, "1h": 31, "6h": 31, "24h": 400 } as const satisfies Record<Timestep, number>;

const DAY_MS = 86_400_000;

/** The first instant (epoch ms, a month's start) whose points are kept; null where all are. */
export function keptFromMs(step: Timestep, days: number | null, nowMs: number): number | null {
  if (days === null) return null;
  const at = new Date(nowMs - Math.max(days, MIN_DAYS[step]) * DAY_MS);
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1);
}
