import { join } from "node:path";
import { migrateDatabase } from "#platform/db/migrate.ts";
import { features } from "#server/features.ts";
import { queuesOf } from "#server/compose.ts";
import { readEnvOrExit } from "#processes/exit-config.ts";

/** Brings the database of DATABASE_URL to this version: tables, job tables and queues. A second run changes nothing. */
const env = readEnvOrExit("migrate");
const folder = join(import.meta.dirname, "../../../drizzle");
try {
  await migrateDatabase({ url: env.DATABASE_URL, folder, queues: queuesOf(features) });
  console.log("the database is up to date");
} catch (error) {
  console.error(`! ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
