import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { installJobs } from "#platform/jobs/jobs.ts";
import type { JobQueue } from "#platform/jobs/jobs.ts";

/** Any number that no other part of the project uses for an advisory lock. */
const MIGRATION_LOCK = 7_346_001;

/**
 * Applies `folder`'s pending migrations. The migrator takes no lock of its own, so two processes that
 * start together would run the same file twice: an advisory lock on the same connection orders them. The jobs' tables
 * and `queues` are made under the same lock, and by nobody else.
 */
export async function migrateDatabase(opts: {
  url: string;
  folder: string;
  queues?: readonly JobQueue[];
}): Promise<void> {
  const client = postgres(opts.url, { max: 1, onnotice: () => undefined, connect_timeout: 10 });
  try {
    await client`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await migrate(drizzle(client), { migrationsFolder: opts.folder });
    await installJobs(opts.url, opts.queues ?? []);
  } finally {
    await client.end({ timeout: 5 });
  }
}
