import type { Sql } from "postgres";
import type { Clock } from "#platform/clock.ts";
import type { Log } from "#platform/log/log.ts";
import { closeAlerts, raiseAlert } from "#features/history/admin/raise-alert.ts";
import { checkDrift } from "./check-drift.ts";

const DAY_MS = 86_400_000;
/** Recent days are checked again, since late points may have changed them. */
const RECENT_DAYS = 3;
/** The most older days per night that are checked again because they differed, those of the oldest check first. */
const MAX_OLDER_DAYS = 30;

const textOf = (dayAtMs: number): string => new Date(dayAtMs).toISOString().slice(0, 10);

/**
 * Checks the roll-ups of the last days before `todayMs` (a start of day, epoch ms), and of the days that differed when
 * they were last checked. Raises an alert for each day that differs, and closes it when the day no longer does.
 */
export async function checkDrifts(
  deps: { sql: Sql; clock: Clock; log: Log },
  { todayMs }: { todayMs: number },
  signal: AbortSignal,
): Promise<void> {
  const recent = Array.from({ length: RECENT_DAYS }, (_, index) => textOf(todayMs - (index + 1) * DAY_MS));
  for (const day of new Set([...recent, ...(await findDriftedDays(deps.sql))])) {
    if (signal.aborted) return;
    const report = await checkDrift(deps, { dayAtMs: Date.parse(day) });
    deps.log.info({ day, ...report }, "roll-ups checked");
    if (report.drifted > 0) {
      await raiseAlert(deps, {
        kind: "drift",
        subject: day,
        message: `${report.drifted} of ${report.checked} buckets of ${day} differ from a recomputation: see history_drift.`,
      });
    } else if (report.unchecked === 0) {
      await closeAlerts(deps, "drift", day);
    }
  }
}

async function findDriftedDays(sql: Sql): Promise<string[]> {
  const rows = await sql<{ day: string }[]>`
    select day from (
      select subject as day, last_at as checked_at from history_alerts where kind = 'drift' and closed_at is null
      union all
      select to_char(bucket_at at time zone 'UTC', 'YYYY-MM-DD'), checked_at from history_drift
    ) as differing
    group by day order by max(checked_at) limit ${MAX_OLDER_DAYS}`;
  return rows.map(({ day }) => day);
}
