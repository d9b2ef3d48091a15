import type { Sql } from "postgres";
import { monotonicMs } from "#platform/clock.ts";
import type { Clock } from "#platform/clock.ts";
import type { Log } from "#platform/log/log.ts";
import type { Upstream } from "#platform/upstream/upstream.ts";
import type { Refusals } from "./rules/values.ts";
import { recordPoll } from "./record-poll.ts";
import type { Endpoint } from "./record-poll.ts";

export type PollDeps = { sql: Sql; clock: Clock; upstream: Upstream; log: Log };

/** `changed`: how much was stored. `version`: of the market after it, null when nothing it shows changed. */
export type PollResult = {
  used: boolean;
  rows: number;
  changed: number;
  refused: Refusals;
  version: number | null;
  problem: string | null;
};

/** `waitMs`: the feed asked not to be asked before. */
export type Polled = { result: PollResult | null; waitMs: number };

type Ingest = (answer: { body: unknown; etag: string | null }) => Promise<PollResult>;

async function savedEtag(sql: Sql, endpoint: Endpoint): Promise<string | null> {
  const [row] = await sql<{ etag: string | null }[]>`
    select etag from feed_endpoints where endpoint = ${endpoint}`;
  return row?.etag ?? null;
}

/**
 * Asks one endpoint for its newest answer and gives it to `ingest`, which also records how it went; says so
 * itself when nothing changed or nothing came. One log line a tick.
 */
export async function pollEndpoint(
  deps: PollDeps,
  { endpoint, signal }: { endpoint: Endpoint; signal: AbortSignal },
  ingest: Ingest,
): Promise<Polled> {
  const { sql, clock, log } = deps;
  const startedMs = monotonicMs();
  const tookMs = () => Math.round(monotonicMs() - startedMs);
  // The etag lives beside the data it stands for: a database that lost one lost the other.
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
