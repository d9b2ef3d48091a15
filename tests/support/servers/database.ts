import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { inject } from "vitest";
import { openDb } from "#platform/db/db.ts";
import type { DbHandle } from "#platform/db/db.ts";

export type TestDatabase = {
  readonly url: string;
  readonly name: string;
  readonly db: DbHandle;
  /** Closes the handle and removes the database, even while others are connected. */
  readonly drop: () => Promise<void>;
};

/** A database of the caller's own, copied in about 50 ms from the migrated template, or from one that nobody is connected to. */
export async function createTestDatabase(
  opts: { max?: number; template?: string } = {},
): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString("hex")}`;
  const serverUrl = inject("postgresUrl");
  await maintain(
    serverUrl,
    `create database ${name} template ${opts.template ?? inject("templateDatabase")}`,
  );
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const db = openDb({ url: url.href, max: opts.max ?? 4, applicationName: "test" });
  return {
    url: url.href,
    name,
    db,
    drop: async () => {
      await db.close();
      await dropDatabase(serverUrl, name);
    },
  };
}

const NOT_ALLOWED = "42501";

/** The server's own vacuum may sit in a database that was written to, and only a superuser could end that. */
async function dropDatabase(serverUrl: string, name: string): Promise<void> {
  for (let triesLeft = 20; ; triesLeft--) {
    try {
      await maintain(serverUrl, `drop database if exists ${name} with (force)`);
      return;
    } catch (error) {
      const isVacuumed = error instanceof postgres.PostgresError && error.code === NOT_ALLOWED;
      if (!isVacuumed || triesLeft === 0) throw error;
      await sleep(250);
    }
  }
}

async function maintain(url: string, statement: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    await sql.unsafe(statement);
  } finally {
    await sql.end({ timeout: 5 });
  }
}
