import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { openDb } from "#platform/db/db.ts";
import type { DbHandle } from "#platform/db/db.ts";
import { migrateDatabase } from "#platform/db/migrate.ts";
import { ensureDatabase, startPostgres } from "#processes/up/postgres/postgres.ts";
import { queuesOf } from "#server/compose.ts";
import { features } from "#server/features.ts";

const DATABASE = "away";

export type OwnPostgres = {
  readonly url: string;
  readonly db: DbHandle;
  readonly stop: () => Promise<void>;
  /** Stops all its processes with SIGSTOP, as a hanging machine would: connections stay open and nothing answers. */
  readonly freeze: () => Promise<void>;
  readonly thaw: () => Promise<void>;
  /** Starts it again on the same port; resolves with when (performance.now) a first query was answered. */
  readonly start: () => Promise<number>;
  /** Ends server and handle for good. */
  readonly close: () => Promise<void>;
};

/** A PostgreSQL of the caller's own, migrated, for tests that stop it. */
export async function startOwnPostgres(): Promise<OwnPostgres> {
  const dir = await mkdtemp(join(tmpdir(), "ge-metrics-own-"));
  // A port that is chosen before the cluster is made may be taken by the time that the server listens on it.
  let server = await startPostgres({ dir, durable: false });
  const { port } = server;
  const launch = () => startPostgres({ dir, port, durable: false });
  const url = server.url(DATABASE);
  await ensureDatabase(server.url("postgres"), DATABASE);
  await migrateDatabase({ url, folder: "drizzle", queues: queuesOf(features) });
  const db = openDb({ url, max: 2, applicationName: "test" });
  return {
    url,
    db,
    stop: () => server.stop(),
    freeze: () => signalAll(server.pid, "SIGSTOP"),
    thaw: () => signalAll(server.pid, "SIGCONT"),
    start: async () => {
      const [started, acceptedAt] = await Promise.all([launch(), firstAnswer(url)]);
      server = started;
      return acceptedAt;
    },
    close: async () => {
      await db.close(1);
      await server.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Signals PostgreSQL and its children, which are one for each connection and task. */
async function signalAll(postmaster: number, signal: NodeJS.Signals): Promise<void> {
  process.kill(postmaster, signal);
  for (const name of await readdir("/proc")) {
    const stat = await readFile(`/proc/${name}/stat`, "utf8").catch(() => "");
    const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
    if (parent === postmaster) process.kill(Number(name), signal);
  }
}

async function firstAnswer(url: string): Promise<number> {
  for (;;) {
    const sql = postgres(url, { max: 1, fetch_types: false, onnotice: () => undefined });
    try {
      await sql`select 1`;
      return performance.now();
    } catch {
      await sleep(10);
    } finally {
      await sql.end({ timeout: 1 });
    }
  }
}
