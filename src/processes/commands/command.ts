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
/** Reading back a period of all items takes longer than any page may wait. */
const STATEMENT_TIMEOUT_MS = 120_000;

/**
 * Runs a command on the database and ends the process with its exit code; `name` is what the database's own list of
 * connections calls it. The first Ctrl-C lets it finish what it is at, a second one does not. `prepare` runs before the
 * database is opened: what is wrong with the arguments.
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
    process.stderr.write(`! ${wordsOf(error)}\n`);
    process.exitCode = 1;
  }
  return process.exit();
}

/** A person's mistake is one sentence; ours keeps its stack. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (isDatabaseUnavailable(error))
    return "The database does not answer. Check that it runs, and what DATABASE_URL says.";
  const known = error instanceof UserError || "code" in error || error.message.startsWith("The environment");
  return known ? error.message : (error.stack ?? error.message);
}
