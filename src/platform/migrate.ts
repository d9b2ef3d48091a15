import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";

/** Any number that no other part of the project uses for an advisory lock. */
const MIGRATION_LOCK = 7_346_001;

/**
 * Applies `folder`'s pending migrations. The migrator takes no lock of its own, so two processes that
 * start together would run the same file twice: an advisory lock on the same connection orders them.
 */
export async function migrateDatabase(opts: { url: string; folder: string }): Promise<void> {
  const client = postgres(opts.url, { max: 1, onnotice: () => undefined, connect_timeout: 10 });
  try {
    await client`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await migrate(drizzle(client), { migrationsFolder: opts.folder });
  } finally {
    await client.end({ timeout: 5 });
  }
}
