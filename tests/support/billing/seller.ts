import { afterAll, beforeAll } from "vitest";
import type { DbHandle } from "#platform/db/db.ts";
import { createTestDatabase } from "../servers/database.ts";
import type { TestDatabase } from "../servers/database.ts";
import { tickingClock } from "./billing.ts";
import { startTestStripe } from "./stripe.ts";
import type { TestStripe } from "./stripe.ts";

/** A database and a simulated Stripe with one clock, for the tests of one file. */
export function useSeller() {
  const clock = tickingClock();
  let database: TestDatabase;
  let stripe: TestStripe;
  beforeAll(async () => {
    [database, stripe] = await Promise.all([createTestDatabase({ max: 4 }), startTestStripe({ clock })]);
  });
  afterAll(async () => {
    await stripe?.close();
    await database?.drop();
  });
  return {
    clock,
    get db(): DbHandle {
      return database.db;
    },
    get stripe(): TestStripe {
      return stripe;
    },
  };
}
