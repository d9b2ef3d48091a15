import type { Sql, TransactionSql } from "postgres";
import type { Refusals } from "./rules/values.ts";

export type Endpoint = "mapping" | "latest" | "5m" | "1h" | "24h";

export type PollOutcome =
  /** A good answer, or the word that nothing changed (then etag and refusals stay as they were). */
  | { ok: true; etag?: string | null; refused?: Refusals }
  /** `problem` is for the page: why the newest answer was not used. */
  | { ok: false; problem: string; refused?: Refusals };

/** Keeps what the newest poll of an endpoint brought. The etag of an answer that was not used is not kept. */
export async function recordPoll(
  sql: Sql | TransactionSql,
  endpoint: Endpoint,
  at: Date,
  outcome: PollOutcome,
): Promise<void> {
  const refused = outcome.refused === undefined ? null : JSON.stringify(outcome.refused);
  if (outcome.ok) {
    const etag = outcome.etag ?? null;
    await sql`
      insert into feed_endpoints (endpoint, etag, polled_at, succeeded_at, failures, problem, refused)
      values (${endpoint}, ${etag}, ${at}, ${at}, 0, null, ${refused}::text::jsonb)
      on conflict (endpoint) do update set
        etag = ${outcome.etag === undefined ? sql`feed_endpoints.etag` : sql`excluded.etag`},
        polled_at = excluded.polled_at, succeeded_at = excluded.succeeded_at, failures = 0, problem = null,
        refused = coalesce(excluded.refused, feed_endpoints.refused)`;
    return;
  }
  await sql`
    insert into feed_endpoints (endpoint, polled_at, failures, problem, refused)
    values (${endpoint}, ${at}, 1, ${outcome.problem}, ${refused}::text::jsonb)
    on conflict (endpoint) do update set
      polled_at = excluded.polled_at, failures = feed_endpoints.failures + 1, problem = excluded.problem,
      refused = coalesce(excluded.refused, feed_endpoints.refused)`;
}
