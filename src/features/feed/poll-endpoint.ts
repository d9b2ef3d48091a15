import type { Sql } from "postgres";
import { monotonicMs } from "#platform/clock.ts";
import type { Clock } from "#platform/clock.ts";
import type { Log } from "#platform/log/log.ts";
import type { Upstream } from "#platform/upstream/upstream.ts";
import type { Refusals } from "./rules/values.ts";
import { recordPoll } from "./record-poll.ts";
import type { Endpoint } from "./record-poll.ts";

export type PollDeps = { sql: Sql; clock: Clock; upstream: Upstream; log: Log };

/** `changed`: the number of stored rows. `version`: the market version after it; null if no shown value changed. */
export type PollResult = {
  used: boolean;
  rows: number;
  changed: number;
  refused: Refusals;
  version: number | null;
  problem: string | null;
};

/** `waitMs`: the pause that the feed asked for. */
export type EndpointPoll = { result: PollResult | null; waitMs: number };

type Ingest = (answer: { body: unknown; etag: string | null }) => Promise<PollResult>;

async function savedEtag(sql: Sql, endpoint: Endpoint): Promise<string | null> {
  const [row] = await sql<{ etag: string | null }[]>`
    select etag from feed_endpoints where endpoint = ${endpoint}`;
  return row?.etag ?? null;
}

/**
 * Requests the newest data of one endpoint and passes it to `ingest`, which also records the poll. Records the poll
 * itself if the data is unchanged or the request failed. Writes one log line per poll.
 */
export async function pollEndpoint(
  deps: PollDeps,
  { endpoint, signal }: { endpoint: Endpoint; signal: AbortSignal },
  ingest: Ingest,
): Promise<EndpointPoll> {
  const { sql, clock, log } = deps;
  const startedMs = monotonicMs();
  const tookMs = () => Math.round(monotonicMs() - startedMs);
  // The etag is stored with the data, so a restored database never has an etag newer than its data.
  const answer = await deps.upstream.get(`/${endpoint}`, { signal, etag: await savedEtag(sql, endpoint) });

  switch (answer.kind) {
    case "failed": {
      if (signal.aborted) return { result: null, waitMs: 0 };
      await recordPoll(sql, endpoint, clock.now(), { ok: false, problem: answer.message });
      log.warn({ endpoint, reason: answer.reason, waitMs: answer.waitMs, tookMs: tookMs() }, answer.message);
      return { result: null, waitMs: answer.waitMs };
    }
    case "unchanged": {
      await recordPoll(sql, endpoint, clock.now(), { ok: true });
      log.info({ endpoint, changed: 0, tookMs: tookMs() }, "tick: not modified");
      return { result: null, waitMs: 0 };
    }
    case "fresh": {
      const fetchedMs = tookMs();
      const result = await ingest(answer);
      const line = { endpoint, ...result, fetchMs: fetchedMs, storeMs: tookMs() - fetchedMs };
      if (result.used) log.info(line, "tick");
      else log.warn(line, "tick set aside");
      return { result, waitMs: 0 };
    }
  }
}
