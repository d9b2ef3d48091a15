import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import postgres from "postgres";
import type { Env } from "#platform/env.ts";
import { lockDirectory } from "#processes/up/setup/data-lock.ts";
import { startPostgres } from "#processes/up/postgres/postgres.ts";
import { UserError } from "#processes/up/user-error.ts";

export type OpenedDatabase = { url: string; about: string; close: () => Promise<void> };

const ROLE = "ge_metrics";

/**
 * Opens the database a command works on: `DATABASE_URL`, or the database of the copy that runs on this data
 * directory, or the one of its last run, whose PostgreSQL runs while the command does. `about` is shown to
 * processes that wait for the directory's lock.
 */
export async function openDatabase(env: Env<"up">, about: string): Promise<OpenedDatabase> {
  if (env.DATABASE_URL !== undefined) {
    const { host, pathname } = new URL(env.DATABASE_URL);
    return {
      url: env.DATABASE_URL,
      about: `${pathname.slice(1)} on ${host}`,
      close: () => Promise.resolve(),
    };
  }
  const dir = join(resolve(env.DATA_DIR), "postgres");
  if (!existsSync(join(dir, "cluster"))) {
    throw new UserError(
      `There is no database in ${resolve(env.DATA_DIR)} yet. Run "npm run up" once, or set DATABASE_URL or DATA_DIR.`,
    );
  }
  const lock = await lockDirectory(resolve(env.DATA_DIR), about);
  if ("heldBy" in lock) {
    const url = await runningUrl(dir);
    if (url === null) {
      throw new UserError(
        `Process ${lock.heldBy.pid} (${lock.heldBy.about}) holds ${resolve(env.DATA_DIR)}, but its database does not answer yet. Try again in a moment.`,
      );
    }
    return chooseDatabase(url, "the running copy", () => Promise.resolve());
  }
  try {
    const server = await startPostgres({ dir });
    return await chooseDatabase(server.url, "the stopped copy", async () => {
      await server.stop();
      await lock.release();
    });
  } catch (error) {
    await lock.release();
    throw error;
  }
}

type UrlOf = (database: string) => string;

/** Reads postmaster.pid, whose fourth line is the port and whose eighth line says whether the server is ready. */
async function runningUrl(dir: string): Promise<UrlOf | null> {
  const note = await readFile(join(dir, "cluster", "postmaster.pid"), "utf8").catch(() => "");
  const lines = note.split("\n");
  const port = Number(lines[3]);
  if (!Number.isInteger(port) || port < 1 || lines[7]?.trim() !== "ready") return null;
  const password = (await readFile(join(dir, "password"), "utf8")).trim();
  return (database) => `postgres://${ROLE}:${password}@127.0.0.1:${port}/${database}`;
}

/** Chooses among the databases, one for each feed, the one whose prices changed last. */
async function chooseDatabase(
  urlOf: UrlOf,
  where: string,
  close: () => Promise<void>,
): Promise<OpenedDatabase> {
  try {
    const names = await query<{ datname: string }>(
      urlOf("postgres"),
      "select datname from pg_database where datname like 'ge\\_metrics\\_%' order by datname",
    );
    let newest: { name: string; at: number; source: string } | null = null;
    for (const { datname } of names) {
      const [state] = await query<{ at: number }>(
        urlOf(datname),
        "select coalesce(extract(epoch from changed_at), 0)::float8 as at from market_state",
      ).catch(() => []);
      // A database of an older version has no such table until its next start.
      const [feed] = await query<{ source: string | null }>(
        urlOf(datname),
        "select source from feed_state",
      ).catch(() => []);
      if (state !== undefined && (newest === null || state.at > newest.at)) {
        newest = { name: datname, at: state.at, source: feed?.source ?? "no" };
      }
    }
    if (newest === null) throw new UserError('No copy has stored anything here yet. Run "npm run up" once.');
    return { url: urlOf(newest.name), about: `${newest.name} of ${where} (${newest.source} prices)`, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function query<T extends object>(url: string, text: string): Promise<T[]> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined, connect_timeout: 10 });
  try {
    return [...(await sql.unsafe<T[]>(text))];
  } finally {
    await sql.end({ timeout: 5 });
  }
}
