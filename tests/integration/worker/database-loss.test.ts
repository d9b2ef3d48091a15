import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isDatabaseUnavailable, openDb } from "#platform/db/db.ts";
import type { DbHandle } from "#platform/db/db.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";

/** The driver ended the whole process when a transaction lost its connection; an error nobody caught fails this run. */
let database: TestDatabase;
let db: DbHandle;
let losses = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  const onLost = () => {
    losses += 1;
  };
  db = openDb({ url: database.url, max: 2, applicationName: "loses", onLost });
});
afterAll(async () => {
  await db.close(1);
  await database.drop();
});

/** The driver has given the connection up by then, and may have opened it anew for somebody else. */
const LONG_MS = 1_000;

/** What bodies do after their transaction was over: told to nobody but these tests. */
const late: Promise<unknown>[] = [];
const asksLate = (ask: () => PromiseLike<unknown>): Promise<unknown> => {
  const asked = sleep(LONG_MS).then(ask);
  late.push(
    asked.then(
      () => null,
      (error: unknown) => error,
    ),
  );
  return asked;
};

const cut = () => database.db.sql`
  select pg_terminate_backend(pid) from pg_stat_activity
  where application_name = 'loses' and datname = current_database()`;

const answers = () =>
  Promise.all([db.sql`select 1 as one`, db.orm.execute<{ one: number }>("select 1 as one")]).then(
    (rows) => rows.map(([row]) => row?.["one"]),
    () => null,
  );

test.each<[name: string, transaction: () => Promise<unknown>, late?: "late"]>([
  ["while a query runs", async () => db.sql.begin((tx) => Promise.all([tx`select pg_sleep(5)`, cut()]))],
  [
    "between two queries",
    async () =>
      db.sql.begin(async (tx) => {
        await tx`select 1`;
        await cut();
        await tx`select ${"x".repeat(2_000)}::text`;
      }),
  ],
  [
    "long before its next query",
    async () =>
      db.sql.begin(async (tx) => {
        await tx`select 1`;
        await cut();
        await asksLate(() => tx`select 2`);
      }),
    "late",
  ],
  [
    "in a savepoint, long before its next query",
    async () =>
      db.sql.begin((tx) =>
        tx.savepoint(async (inner) => {
          await inner`select 1`;
          await cut();
          await asksLate(() => inner`select 2`);
        }),
      ),
    "late",
  ],
  [
    "in drizzle's hands",
    async () =>
      db.orm.transaction(async (tx) => {
        await tx.execute("select 1");
        await cut();
        await tx.execute("select 2");
      }),
  ],
  [
    "in drizzle's hands, long before its next query",
    async () =>
      db.orm.transaction(async (tx) => {
        await tx.execute("select 1");
        await cut();
        await asksLate(() => tx.execute("select 2"));
      }),
    "late",
  ],
])(
  "a transaction that is cut %s fails like any other, and the next query works",
  async (_name, transaction, asks) => {
    for (let round = 0; round < 3; round++) {
      const error: unknown = await transaction().catch((reason: unknown) => reason);
      expect(isDatabaseUnavailable(error)).toBe(true);
      if (asks === "late") {
        // The transaction fails at its loss; its body may not even know yet that it was cut.
        await expect.poll(() => late.length, { timeout: 5_000 }).toBe(1);
        expect(isDatabaseUnavailable(await late.pop())).toBe(true);
      }
      await expect.poll(() => losses, { timeout: 10_000 }).toBeGreaterThan(round);
      // Both pools: the cut was of all their connections, and the next round must begin on a whole one.
      await expect.poll(answers, { timeout: 10_000 }).toEqual([1, 1]);
    }
  },
  60_000,
);
