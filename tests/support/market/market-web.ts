import { afterAll, beforeAll } from "vitest";
import type { DbHandle } from "#platform/db/db.ts";
import type { Feature } from "#trpc/feature.ts";
import { createTestDatabase } from "../servers/database.ts";
import type { TestDatabase } from "../servers/database.ts";
import { sharedRedis } from "../servers/redis.ts";
import { startTestWeb } from "../servers/web.ts";
import type { TestWeb } from "../servers/web.ts";
import { MARKET_NOW, seedMarket } from "./market.ts";

type Options = {
  /** Instead of those of server/features.ts. */
  features?: readonly Feature[];
  /** Adds rows to those of the market before the web process starts. */
  seed?: (db: DbHandle) => Promise<unknown>;
};

/** A database with the small market and one web process whose clock stands still, for the tests of one file. */
export function useMarketWeb({ features, seed }: Options = {}): Omit<TestWeb, "close"> {
  let database: TestDatabase;
  let web: TestWeb;
  beforeAll(async () => {
    database = await createTestDatabase();
    await seedMarket(database.db);
    await seed?.(database.db);
    web = await startTestWeb({
      databaseUrl: database.url,
      redis: sharedRedis(),
      clock: { now: () => MARKET_NOW },
      ...(features !== undefined && { features }),
    });
  });
  afterAll(async () => {
    await web?.close();
    await database?.drop();
  });
  return {
    get url() {
      return web.url;
    },
    query: (path, input) => web.query(path, input),
    metrics: () => web.metrics(),
  };
}
