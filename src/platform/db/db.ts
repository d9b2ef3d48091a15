import { drizzle } from "drizzle-orm/postgres-js";
import type { PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import type { Sql } from "postgres";
import { openDatabaseSocket } from "./socket.ts";
import { guardTransactions } from "./transaction.ts";

export type Db = PostgresJsDatabase;

export type DbHandle = {
  orm: Db;
  /** Raw SQL: COPY, unnest, partitions. A client of its own, since drizzle rewrites its client's parsers. */
  sql: Sql;
  /** Waits for what runs, at most `graceS` seconds (5 unless told). */
  close: (graceS?: number) => Promise<void>;
};

type Options = {
  url: string;
  max: number;
  applicationName: string;
  statementTimeoutMs?: number;
  /** When any connection of the two pools ends. With it no connection is closed for idleness or age. */
  onLost?: () => void;
};

/**
 * Two handles on purpose: `orm` for typed queries, `sql` for what an ORM cannot say. Connections are
 * made on first use and again after a loss, so a restarted server never ends the process.
 */
export function openDb(opts: Options): DbHandle {
  const settings = {
    max: opts.max,
    ...(opts.onLost ? { idle_timeout: 0, max_lifetime: null, onclose: opts.onLost } : { idle_timeout: 60 }),
    connect_timeout: 5,
    // The driver waits up to 20 s before it tries again, with whoever asked waiting along: to fail at once costs less.
    backoff: () => 0,
    onnotice: () => undefined,
    socket: openDatabaseSocket,
    // Asked on each new connection, by a query nobody awaits: a loss in it would end the process (see pg-array.ts).
    fetch_types: false,
    connection: {
      application_name: opts.applicationName,
      statement_timeout: opts.statementTimeoutMs ?? 5_000,
      lock_timeout: 5_000,
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
 * The client beneath a typed handle, for what the ORM cannot say. The cast: drizzle's constructor adds `$client`, its
 * handle's type does not. This client parses no dates: ask for epoch milliseconds, give ISO text.
 */
export const clientOf = (db: Db): Sql => (db as Db & { readonly $client: Sql }).$client;

const LOST = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "CONNECT_TIMEOUT",
  "CONNECTION_CLOSED",
  "CONNECTION_ENDED",
  "CONNECTION_DESTROYED",
  // PostgreSQL's own words for stopping, starting, cutting a query short, not there yet, and full.
  "57P01",
  "57P02",
  "57P03",
  "57014",
  "55P03",
  "3D000",
  "53300",
]);

/** Whether a query failed because the database is away or too slow, not because the query is wrong. */
export function isDatabaseAway(error: unknown): boolean {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth++) {
    if ("code" in cause && typeof cause.code === "string" && LOST.has(cause.code)) return true;
  }
  return false;
}
