import type { Sql } from "postgres";
import type { Clock } from "#platform/clock.ts";
import type { Log } from "#platform/log/log.ts";

/**
 * `drift`: a day's buckets differ from a recomputation; closed when the nightly check finds none of that day.
 * `partition made by the writer`: the partition job does not run; closed when it has run.
 */
export type AlertKind = "drift" | "partition made by the writer";
export type Alert = { kind: AlertKind; subject: string; message: string };

type Deps = { sql: Sql; clock: Clock; log?: Log };

/**
 * Raises an alert for operators: one row per kind and subject, which counts repetitions, and a log line. An alert that
 * was closed begins anew.
 */
export async function raiseAlert(deps: Deps, alert: Alert): Promise<void> {
  const now = deps.clock.now();
  await deps.sql`
    insert into history_alerts as known (kind, subject, message, raised_at, last_at)
    values (${alert.kind}, ${alert.subject}, ${alert.message}, ${now}, ${now})
    on conflict (kind, subject) do update set last_at = excluded.last_at, message = excluded.message, closed_at = null,
      times = case when known.closed_at is null then known.times + 1 else 1 end,
      raised_at = case when known.closed_at is null then known.raised_at else excluded.raised_at end`;
  deps.log?.error({ alert: alert.kind, subject: alert.subject }, alert.message);
}

/** Closes the open alerts of a kind whose cause is gone, of one subject or of all. */
export async function closeAlerts(deps: Deps, kind: AlertKind, subject?: string): Promise<void> {
  const { sql } = deps;
  const closed = await sql`
    update history_alerts set closed_at = ${deps.clock.now()}
    where kind = ${kind} and closed_at is null ${subject === undefined ? sql`` : sql`and subject = ${subject}`}`;
  if (closed.count > 0) deps.log?.info({ alert: kind, subject, closed: closed.count }, "alert closed");
}
