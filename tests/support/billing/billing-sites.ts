import { randomBytes } from "node:crypto";
import { afterAll, beforeAll } from "vitest";
import type { SubscriptionStatus } from "#features/billing/contract.ts";
import type { PlanName } from "#features/billing/rules/plans.ts";
import { historyDays } from "#features/history/rules/allowances.ts";
import { storeBuckets } from "#features/history/store/store-buckets.ts";
import { systemClock } from "#platform/clock.ts";
import type { DbHandle } from "#platform/db/db.ts";
import { createTestDatabase } from "../servers/database.ts";
import type { TestDatabase } from "../servers/database.ts";
import { createTestClock } from "../servers/feed.ts";
import { someBuckets } from "../market/history.ts";
import { sharedRedis } from "../servers/redis.ts";
import { startTestWeb } from "../servers/web.ts";
import type { TestWeb } from "../servers/web.ts";

export const DAY_MS = 86_400_000;
/** An item that trades on most days, for so many days back. */
export const ITEM = 3;
export const RECORDED_DAYS = 500;
/** Nobody listens there: no gate asks Stripe anything. */
const NO_STRIPE = "http://127.0.0.1:9";

type Held = { status: SubscriptionStatus; plan: PlanName; pastDueSince?: Date; periodEndsAt?: Date };

/** What Stripe said of somebody last, as a sync leaves it. */
export async function hold(db: DbHandle, userId: string, held: Held): Promise<void> {
  await db.sql`
    insert into billing_customers (user_id, stripe_id, plan, status, past_due_since, period_ends_at, created_at)
    values (${userId}, ${`cus_${randomBytes(8).toString("hex")}`}, ${held.plan}, ${held.status},
      ${held.pastDueSince ?? null}, ${held.periodEndsAt ?? null}, now())
    on conflict (user_id) do update
    set plan = excluded.plan, status = excluded.status, past_due_since = excluded.past_due_since,
      period_ends_at = excluded.period_ends_at`;
}

/** Two web processes on one database with some history: one sells plans, the other has everything for everybody. */
export function useBillingSites() {
  // Stands still but for what a test moves it: no midnight falls between two questions.
  const clock = createTestClock(systemClock.now());
  const today = Math.floor(clock.now().getTime() / DAY_MS) * DAY_MS;
  let database: TestDatabase;
  let selling: TestWeb;
  let free: TestWeb;
  beforeAll(async () => {
    database = await createTestDatabase();
    const buckets = someBuckets("24h", today - RECORDED_DAYS * DAY_MS, RECORDED_DAYS, 5);
    await storeBuckets({ sql: database.db.sql, clock }, { step: "24h", buckets, origin: "import" });
    const shared = { databaseUrl: database.url, redis: sharedRedis(), clock };
    selling = await startTestWeb({ ...shared, stripeUrl: NO_STRIPE });
    free = await startTestWeb(shared);
  });
  afterAll(async () => {
    await selling?.close();
    await free?.close();
    await database?.drop();
  });
  return {
    clock,
    /** The first moment that a free plan shows. */
    reach: today - historyDays.free * DAY_MS,
    begin: today - RECORDED_DAYS * DAY_MS,
    get selling() {
      return selling;
    },
    get free() {
      return free;
    },
    get db() {
      return database.db;
    },
  };
}
