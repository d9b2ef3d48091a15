import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Log } from "#platform/log/log.ts";
import type { Db } from "./db.ts";

/**
 * How a database's tables compare with those that this code knows. `older`: migrations are missing, or there is no table at
 * all. `newer`: a later version of the code has migrated it.
 */
export type SchemaState = "same" | "older" | "newer";

const journal = z.object({ entries: z.array(z.object({ when: z.number() })) });
const MAX_WAIT_MS = 10_000;
const FIRST_WAIT_MS = 500;

let codeVersion: Promise<number> | undefined;

/** The time of the newest migration of this code, epoch ms. */
const readCodeVersion = (): Promise<number> =>
  (codeVersion ??= readFile(join(process.cwd(), "drizzle/meta/_journal.json"), "utf8").then((text) =>
    Math.max(...journal.parse(JSON.parse(text)).entries.map(({ when }) => when)),
  ));

/** Compares the newest migration of the database with that of the code. Throws if the database does not answer. */
export async function readSchemaState(db: Db): Promise<SchemaState> {
  const [row] = await db.execute<{ exists: boolean }>(
    sql`select to_regclass('drizzle.__drizzle_migrations') is not null as exists`,
  );
  if (row?.exists !== true) return "older";
  const [newest] = await db.execute<{ at: string | null }>(
    sql`select max(created_at) as at from drizzle.__drizzle_migrations`,
  );
  const databaseVersion = Number(newest?.at ?? 0);
  const version = await readCodeVersion();
  if (databaseVersion === version) return "same";
  return databaseVersion < version ? "older" : "newer";
}

const SENTENCES: Readonly<Record<Exclude<SchemaState, "same">, string>> = {
  older: "the database lacks tables that this version needs: run `npm run migrate`; waiting for it",
  newer: "the database was migrated by a later version than this one: start that version; waiting",
};

/**
 * Waits until the database answers and has the tables of this version, with growing pauses. Each reason for waiting is
 * logged once in a row.
 */
export async function waitForSchema(
  { db, log }: { db: Db; log: Log },
  signal = new AbortController().signal,
): Promise<void> {
  let said: string | null = null;
  for (let waitMs = FIRST_WAIT_MS; !signal.aborted; waitMs = Math.min(2 * waitMs, MAX_WAIT_MS)) {
    const state = await readSchemaState(db).catch((error: unknown) => ({ error }));
    if (state === "same") return;
    const reason = typeof state === "string" ? state : "away";
    if (said !== reason) {
      if (typeof state === "string") log.error({ schema: state }, SENTENCES[state]);
      else log.warn(state, "waiting for the database");
    }
    said = reason;
    await sleep(waitMs, undefined, { signal }).catch(() => undefined);
  }
}
