import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { periodOf } from "#features/history/rules/period.ts";
import { readBucketsOn } from "#features/history/read/read-buckets.ts";
import { storeBucket } from "#features/history/store/store-bucket.ts";
import { lockPeriod, withPeriod } from "#features/history/store/with-period.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { createTestClock } from "../../support/servers/feed.ts";
import { someBuckets } from "../../support/market/history.ts";

const DAY_MS = 86_400_000;
const DAY = Date.parse("2028-02-29T00:00:00Z");
const period = { step: "5m", periodAtMs: periodOf("5m", DAY) } as const;
const clock = createTestClock(new Date(DAY + DAY_MS / 2));
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase({ max: 8 });
});
afterAll(() => database.drop());
beforeEach(async () => {
  clock.set(new Date(DAY + DAY_MS / 2));
  await database.db.sql`truncate price_buckets, item_price_history, item_price_series, sealed_periods`;
});

const deps = () => ({ sql: database.db.sql, clock });
const waiting = async (): Promise<number> => {
  const [row] = await database.db.sql<{ waiting: number }[]>`
    select count(*)::int as waiting from pg_locks
    where locktype = 'advisory' and not granted
      and database = (select oid from pg_database where datname = current_database())`;
  return row?.waiting ?? 0;
};

/** Seals the period in a transaction that commits only once `writer` waits for its lock. */
async function sealUnder<T>(writer: () => Promise<T>): Promise<T> {
  const locked = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const sealing = database.db.sql.begin(async (tx) => {
    await lockPeriod(tx, period, "exclusive");
    locked.resolve();
    await release.promise;
    await tx`insert into sealed_periods (step_s, period_at, items, points, checksum, sealed_at)
      values (300, ${new Date(period.periodAtMs)}, 0, 0, 0, now())`;
  });
  await locked.promise;
  const result = writer();
  try {
    await expect.poll(waiting).toBe(1);
  } finally {
    release.resolve();
    await sealing;
  }
  return result;
}

test.each(["never", "closed"] as const)(
  "a writer that waited while its period was sealed starts over and finds it sealed (sealing: %s)",
  async (sealing) => {
    const states: boolean[] = [];
    const result = await sealUnder(() =>
      withPeriod(deps(), period, sealing, (_tx, { sealed }) => Promise.resolve(states.push(sealed))),
    );
    expect([result, states]).toEqual([1, [true]]);
  },
);

test("a bucket that waited while its period was sealed is merged into the series", async () => {
  const [bucket] = someBuckets("5m", DAY, 1);
  if (bucket === undefined) throw new Error("no bucket");
  await sealUnder(() => storeBucket(deps(), { step: "5m", bucket, refusedCount: 0 }));
  expect(await database.db.sql`select 1 from item_price_history`).toHaveLength(0);
  expect(await readBucketsOn(database.db.sql, { step: "5m", fromMs: DAY, toMs: DAY + 1 })).toEqual([bucket]);
});

test("work that throws is rolled back and not repeated", async () => {
  let runs = 0;
  const failing = withPeriod(deps(), period, "never", async (tx) => {
    runs += 1;
    await tx`insert into price_buckets (step_s, bucket_at, status, item_count, received_at)
      values (300, ${new Date(DAY)}, 'stored', 1, now())`;
    throw new Error("no");
  });
  await expect(failing).rejects.toThrow("no");
  expect(runs).toBe(1);
  expect(await database.db.sql`select 1 from price_buckets`).toHaveLength(0);
});

test.each([
  ["never", 30, false],
  ["closed", 2, false],
  ["closed", 3, true],
  ["always", 0, true],
] as const)("%s, %d hours after its end: sealed is %s", async (sealing, hours, expected) => {
  clock.set(new Date(DAY + DAY_MS + hours * 3_600_000));
  const sealed = await withPeriod(deps(), period, sealing, (_tx, state) => Promise.resolve(state.sealed));
  expect(sealed).toBe(expected);
});
