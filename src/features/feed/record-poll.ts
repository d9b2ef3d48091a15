import type { Sql, TransactionSql } from "postgres";
import type { Refusals } from "./rules/values.ts";

export type Endpoint = "mapping" | "latest" | "5m" | "1h" | "24h";

export type PollOutcome =
  /** A valid response, or `304`, which leaves the etag and the refused rows as they are. */
  | { ok: true; etag?: string | null; refused?: Refusals }
  /** `problem` is shown to users: why the newest response was not used. */
  | { ok: false; problem: string; refused?: Refusals };

/** Stores the result of the newest poll of an endpoint, without the etag of a response that was not used. */
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

/**
 * Forgets the etag of an endpoint. Call it when anything but its own poll changes the data of its newest response: else
 * the feed answers 304 for data that is no longer stored.
 */
export async function forgetEtag(sql: Sql | TransactionSql, endpoint: Endpoint): Promise<void> {
  await sql`update feed_endpoints set etag = null where endpoint = ${endpoint}`;
}
