import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { monotonicMs } from "#platform/clock.ts";
import { isDatabaseUnavailable } from "#platform/db/db.ts";
import { migrateDatabase } from "#platform/db/migrate.ts";
import { features } from "#server/features.ts";
import { queuesOf } from "#server/compose.ts";
import { readEnvOrExit } from "#processes/exit-config.ts";

/**
 * Brings the database of DATABASE_URL to this version: tables, job tables and queues. A second run changes nothing. A
 * database that another program starts at the same time is waited for, DATABASE_WAIT_S seconds.
 */
const RETRY_MS = 1_000;

const { DATABASE_URL: url, DATABASE_WAIT_S: waitS } = readEnvOrExit("migrate");
const folder = join(import.meta.dirname, "../../../drizzle");
try {
  await migrateWhenUp(monotonicMs() + waitS * 1_000);
  console.log("the database is up to date");
} catch (error) {
  console.error(`! ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

async function migrateWhenUp(untilMs: number): Promise<void> {
  for (;;) {
    try {
      return await migrateDatabase({ url, folder, queues: queuesOf(features) });
    } catch (error) {
      if (!isDatabaseUnavailable(error)) throw error;
      const leftS = Math.ceil((untilMs - monotonicMs()) / 1_000);
      if (leftS <= 0)
        throw new Error(
          `The database of DATABASE_URL did not answer within ${waitS} s. Check that it runs, and what DATABASE_URL says.`,
          { cause: error },
        );
      console.log(`waiting for the database, ${leftS} s left`);
      await sleep(RETRY_MS);
    }
  }
}
