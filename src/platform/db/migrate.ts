import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { installJobs } from "#platform/jobs/jobs.ts";
import type { JobQueue } from "#platform/jobs/jobs.ts";

/** An arbitrary number that no other advisory lock of the project uses. */
const MIGRATION_LOCK = 7_346_001;

/**
 * Applies the pending migrations of `folder`, then creates or upgrades the job tables and `queues`. drizzle's
 * migrator takes no lock, so an advisory lock on the same connection keeps two processes from running the same file
 * twice.
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
