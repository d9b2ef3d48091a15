import { afterAll, beforeAll, onTestFinished } from "vitest";
import { systemClock } from "#platform/clock.ts";
import type { Clock } from "#platform/clock.ts";
import type { DbHandle } from "#platform/db/db.ts";
import { createTestDatabase } from "../servers/database.ts";
import type { TestDatabase } from "../servers/database.ts";
import { sharedRedis } from "../servers/redis.ts";
import type { TestRedis } from "../servers/redis.ts";
import { startTestWeb } from "../servers/web.ts";
import type { TestWeb } from "../servers/web.ts";

type WebOptions = { redis?: TestRedis; trustedProxies?: string; onWarn?: (fields: unknown) => void };

export type Desk = {
  readonly web: TestWeb;
  readonly db: DbHandle;
  /** Of the web processes; runs, so that they call a Redis again which once was slow. */
  readonly clock: Clock & { readonly advanceMs: (ms: number) => void };
  /** Another web process on the same database, until the test ends. */
  readonly startAnother: (opts?: WebOptions) => Promise<TestWeb>;
};

/** A database and a web process for the tests of one file. */
export function useDesk(): Desk {
  let aheadMs = 0;
  const clock = {
    now: () => new Date(systemClock.now().getTime() + aheadMs),
    advanceMs: (ms: number) => {
      aheadMs += ms;
    },
  };
  let database: TestDatabase;
  let web: TestWeb;
  const start = ({ redis = sharedRedis(), ...more }: WebOptions = {}) =>
    startTestWeb({ databaseUrl: database.url, redis, clock, ...more });
  beforeAll(async () => {
    database = await createTestDatabase();
    web = await start();
  });
  afterAll(async () => {
    await web?.close();
    await database?.drop();
  });
  return {
    clock,
    get web() {
      return web;
    },
    get db() {
      return database.db;
    },
    startAnother: async (opts) => {
      const other = await start(opts);
      onTestFinished(other.close);
      return other;
    },
  };
}
