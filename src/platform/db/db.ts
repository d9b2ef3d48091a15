import { drizzle } from "drizzle-orm/postgres-js";
import type { PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import type { Sql } from "postgres";
import { createSocketFactory } from "./socket.ts";
import { guardTransactions } from "./transaction.ts";

export type Db = PostgresJsDatabase;

export type DbHandle = {
  orm: Db;
  /**
   * Raw SQL: COPY, unnest, partitions. A separate client, because drizzle replaces the parsers of its own client.
   */
  sql: Sql;
  /** Waits for running queries, at most `graceS` seconds (default 5). */
  close: (graceS?: number) => Promise<void>;
};

const STATEMENT_MS = 5_000;
const SILENCE_EXTRA_MS = 250;

type Options = {
  url: string;
  max: number;
  applicationName: string;
  /** How long a statement, or the wait for a lock, may take; by default 5 s. */
  statementTimeoutMs?: number;
  /**
   * Closes the connections to a server that does not answer in time, because a frozen one cannot enforce the time-out of a
   * statement. Not for callers that set a longer time-out for a transaction.
   */
  noticesFreeze?: boolean;
  /** Asked before a new connection is opened; if it answers false, the query fails at once. */
  mayConnect?: () => boolean;
  /** Told how many connections are open, each time that it changes. */
  onConnections?: (count: number) => void;
  /** Called when a connection of either pool ends. If set, connections are not closed for idleness or age. */
  onLost?: () => void;
};

/**
 * Opens two clients: `orm` for typed queries, `sql` for statements the ORM cannot express. Connections open on
 * first use and reopen after a loss, so a database restart does not end the process.
 */
export function openDb(opts: Options): DbHandle {
  const statementMs = opts.statementTimeoutMs ?? STATEMENT_MS;
  const settings = {
    max: opts.max,
    ...(opts.onLost ? { idle_timeout: 0, max_lifetime: null, onclose: opts.onLost } : { idle_timeout: 60 }),
    connect_timeout: Math.min(5, statementMs / 1_000),
    // By default the driver waits up to 20 s before it reconnects, and pending queries wait with it. Failing at
    // once is better.
    backoff: () => 0,
    onnotice: () => undefined,
    socket: createSocketFactory({
      silenceMs: opts.noticesFreeze === true ? statementMs + SILENCE_EXTRA_MS : null,
      mayConnect: opts.mayConnect ?? (() => true),
      onConnections: opts.onConnections ?? (() => undefined),
    }),
    // The type lookup runs on each new connection as a query that nobody awaits: a connection loss during it would
    // end the process (see pg-array.ts).
    fetch_types: false,
    connection: {
      application_name: opts.applicationName,
      statement_timeout: statementMs,
      lock_timeout: statementMs,
    },
  } as const;
  const ormClient = guardTransactions(postgres(opts.url, settings));
  const sql = guardTransactions(postgres(opts.url, settings));
  return {
    orm: drizzle(ormClient),
    sql,
    close: async (graceS = 5) => {
      await Promise.all([ormClient.end({ timeout: graceS }), sql.end({ timeout: graceS })]);
    },
  };
}

/**
 * The client beneath a typed handle, for statements the ORM cannot express. The cast is needed because drizzle's
 * constructor adds `$client` and the handle's type does not have it. This client does not parse dates: select epoch
 * milliseconds, pass ISO text.
 */
export const clientOf = (db: Db): Sql => (db as Db & { readonly $client: Sql }).$client;

const UNAVAILABLE_CODES = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "CONNECT_TIMEOUT",
  "CONNECTION_CLOSED",
  "CONNECTION_ENDED",
  "CONNECTION_DESTROYED",
  // PostgreSQL's codes: shutting down, crashed, starting, statement timeout, lock timeout, no such database, too
  // many connections.
  "57P01",
  "57P02",
  "57P03",
  "57014",
  "55P03",
  "3D000",
  "53300",
]);

/** Whether a query failed because the database is unavailable or too slow, not because the query is wrong. */
export function isDatabaseUnavailable(error: unknown): boolean {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth++) {
    if ("code" in cause && typeof cause.code === "string" && UNAVAILABLE_CODES.has(cause.code)) return true;
  }
  return false;
}
