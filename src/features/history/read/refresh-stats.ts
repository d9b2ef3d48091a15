import type { Sql } from "postgres";
import { storeStats } from "#features/market/ingest/store-stats.ts";
import type { Clock } from "#platform/clock.ts";
import { summariseDay } from "./summarise-day.ts";

/** Recomputes the market list's averages, volumes and sparklines after a bucket was stored. */
export const refreshStats = async (deps: {
  sql: Sql;
  clock: Clock;
}): Promise<{ changed: number; version: number | null }> => storeStats(deps, await summariseDay(deps));
