import type { Sql } from "postgres";
import type { Clock } from "#platform/clock.ts";
import type { Log } from "#platform/log/log.ts";

export type Alert = { kind: string; subject: string; message: string };

/** Raises an alert for operators: one row per kind and subject, which counts repetitions, and a log line. */
export async function raiseAlert(deps: { sql: Sql; clock: Clock; log?: Log }, alert: Alert): Promise<void> {
  const now = deps.clock.now();
  await deps.sql`
    insert into history_alerts as known (kind, subject, message, raised_at, last_at)
    values (${alert.kind}, ${alert.subject}, ${alert.message}, ${now}, ${now})
    on conflict (kind, subject) do update
      set times = known.times + 1, last_at = excluded.last_at, message = excluded.message`;
  deps.log?.error({ alert: alert.kind, subject: alert.subject }, alert.message);
}
