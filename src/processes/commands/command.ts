import { systemClock } from "#platform/clock.ts";
import type { Clock } from "#platform/clock.ts";
import { isDatabaseUnavailable, openDb } from "#platform/db/db.ts";
import type { DbHandle } from "#platform/db/db.ts";
import { readEnv } from "#platform/env.ts";
import { UserError } from "#processes/up/user-error.ts";
import { openDatabase } from "./database.ts";
import type { OpenedDatabase } from "./database.ts";

export type CommandDeps = { db: DbHandle; database: OpenedDatabase; clock: Clock; signal: AbortSignal };

const EXIT_INTERRUPTED = 130;
/** Re-reading a whole history period takes longer than a page's statement timeout allows. */
const STATEMENT_TIMEOUT_MS = 120_000;

/**
 * Runs a command on the database and ends the process with its exit code. `name` appears in PostgreSQL's list of
 * connections. `prepare` validates the arguments before the database is opened. The first Ctrl-C lets the current
 * step finish; a second one exits at once.
 */
export async function runCommand<T>(
  name: string,
  prepare: () => T,
  work: (input: T, deps: CommandDeps) => Promise<number>,
): Promise<never> {
  const stopping = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      if (stopping.signal.aborted) process.exit(EXIT_INTERRUPTED);
      stopping.abort();
    });
  }
  try {
    const input = prepare();
    const database = await openDatabase(readEnv("up"), `npm run ${name}`);
    const db = openDb({
      url: database.url,
      max: 3,
      applicationName: `ge-metrics ${name}`,
      statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    });
    try {
      const code = await work(input, { db, database, clock: systemClock, signal: stopping.signal });
      process.exitCode = stopping.signal.aborted ? EXIT_INTERRUPTED : code;
    } finally {
      await db.close();
      await database.close();
    }
  } catch (error) {
    process.stderr.write(`! ${describeError(error)}\n`);
    process.exitCode = 1;
  }
  return process.exit();
}

/** A UserError is printed as one sentence; an unexpected error with its stack. */
function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (isDatabaseUnavailable(error))
    return "The database does not answer. Check that it runs, and what DATABASE_URL says.";
  const known = error instanceof UserError || "code" in error || error.message.startsWith("The environment");
  return known ? error.message : (error.stack ?? error.message);
}
