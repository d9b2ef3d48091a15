import type { Sql } from "postgres";
import { storeStats } from "#features/market/ingest/store-stats.ts";
import type { Clock } from "#platform/clock.ts";
import { summariseDay } from "./summarise-day.ts";
import { summariseUsualHour } from "./summarise-usual-hour.ts";

/** Recomputes the market list's averages, volumes and sparklines after a bucket was stored, and hourly what the hour usually sees. */
export async function refreshStats(deps: {
  sql: Sql;
  clock: Clock;
}): Promise<{ changed: number; version: number | null }> {
  const day = await summariseDay(deps);
  const usual = await summariseUsualHour(deps.sql, deps.clock.now().getTime());
  return storeStats(deps, { ...day, usual });
}
