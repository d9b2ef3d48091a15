import type { Timestep } from "#features/history/contract.ts";

/** How many days each step's points are kept; null keeps them forever. A month is dropped when all of it is older. */
export type Retention = Readonly<Record<Timestep, number | null>>;

/** The days that the operator may set; null: for good. */
export type KeptHistory = { history5m: number | null; history1h: number | null };

/** Longer steps are kept for good: years of history are what the product is for, and they take little room. */
export const retentionOf = ({ history5m, history1h }: KeptHistory): Retention => ({
  "5m": history5m,
  "1h": history1h,
  "6h": null,
  "24h": null,
});

/** Minimum days: what a first start fetches must not be dropped again. */
const MIN_DAYS = { "5m": 3, "1h": 31, "6h": 31, "24h": 400 } as const satisfies Record<Timestep, number>;

const DAY_MS = 86_400_000;

/** Returns the start of the oldest month (epoch ms) whose points are kept; null if all are kept. */
export function keptFromMs(step: Timestep, days: number | null, nowMs: number): number | null {
  if (days === null) return null;
  const at = new Date(nowMs - Math.max(days, MIN_DAYS[step]) * DAY_MS);
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1);
}
