import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "#platform/clock.ts";
import { anyEvent, method } from "#features/trades/rules/ledger/ledger-fixture.ts";
import { changeLedger } from "#features/trades/store/change-ledger.ts";
import type { LedgerRow } from "#features/trades/store/ledger-row.ts";
import { rebuildLedger } from "#features/trades/store/rebuild-ledger.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { randomEmail } from "../../support/people/members.ts";
import { seedUser } from "../../support/people/seed-users.ts";
import { blankRow, rowsOf } from "../../support/trades/ledger-rows.ts";

const seedTrader = () => seedUser(database.db, { email: randomEmail() });

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

/** All that is derived of a trader's ledger. Positions of lots may have gaps, so only their order counts. */
async function derived(userId: string) {
  const { sql } = database.db;
  const [flips, lots, hours] = await Promise.all([
    sql`select * from flips where user_id = ${userId} order by at, id`,
    sql`
      select character_id, item_id, lot_id, bought_at, units, cost, taken from open_lots where user_id = ${userId}
      order by item_id, character_id, position`,
    sql`select * from profit_hours where user_id = ${userId} order by hour_at, character_id`,
  ]);
  return { flips: [...flips], lots: [...lots], hours: [...hours] };
}

/** Computes a ledger with nothing that was derived before. */
const fromScratch = (userId: string): Promise<void> =>
  rebuildLedger({ db: database.db.orm }, userId, async (tx) => {
    for (const table of ["flips", "open_lots", "profit_hours"])
      await tx`delete from ${tx(table)} where user_id = ${userId}`;
    return true;
  });

const step = fc.record({
  kind: fc.constantFrom("add", "add", "edit", "delete"),
  at: fc.nat(),
  events: fc.array(anyEvent, { minLength: 1, maxLength: 4 }),
});

test("a change derives the same as the whole ledger from scratch", { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 10 }), method, async (steps, by) => {
      const deps = { db: database.db.orm, clock: systemClock };
      const userId = await seedTrader();
      const ids = new Map<string, string>();
      const characterOf = (name: string) => {
        const id = ids.get(name) ?? randomUUID();
        ids.set(name, id);
        return id;
      };
      await database.db.sql`insert into ledgers (user_id, method) values (${userId}, ${by})`;
      let events: LedgerRow[][] = [];
      for (const { kind, at, events: coming } of steps) {
        const before = kind === "add" ? undefined : events[at % Math.max(1, events.length)];
        const after = kind === "delete" ? [] : coming.map((event) => rowsOf(event, characterOf));
        const [remove, add] = [before ?? [], after.flat()];
        await changeLedger(
          deps,
          userId,
          add.map(({ atMs }) => atMs),
          async () => ({ remove, add }),
        );
        events = [...events.filter((rows) => rows !== before), ...after];
      }
      const incremental = await derived(userId);
      await fromScratch(userId);
      const whole = await derived(userId);
      expect(incremental).toEqual(whole);
      // Another method and back: only what differs is written, and nothing of it stays.
      for (const other of ["average", "fifo", by])
        await rebuildLedger(deps, userId, async (tx) => {
          await tx`update ledgers set method = ${other} where user_id = ${userId}`;
          return true;
        });
      expect(await derived(userId)).toEqual(whole);
    }),
    { numRuns: 20 },
  );
});

test("an edit of more rows than are read at once computes the same", { timeout: 60_000 }, async () => {
  const deps = { db: database.db.orm, clock: systemClock };
  const [userId, characterId] = [await seedTrader(), randomUUID()];
  const atMs = Date.UTC(2026, 8, 1);
  const row = (id: string, quantity: number): LedgerRow => ({
    ...blankRow,
    id,
    atMs,
    characterId,
    itemId: 561,
    kind: "buy",
    quantity,
    gross: quantity * 10,
  });
  const [before, after] = [row(randomUUID(), 3), row(randomUUID(), 5)];
  await changeLedger(deps, userId, [atMs], async () => ({ remove: [], add: [before] }));
  await rebuildLedger(deps, userId, async (tx) => {
    await tx`
      insert into user_transactions (id, at, user_id, character_id, item_id, kind, quantity, gross, tax, is_exact, source)
      select gen_random_uuid(), to_timestamp(${atMs}::float8 / 1000) + n * interval '1 s', ${userId}, ${characterId}, 561,
        case n % 2 when 0 then 'sell' else 'buy' end, 1 + n % 7, 100, 0, true, 'hand'
      from generate_series(1, 50000) as n`;
    return true;
  });
  await changeLedger(deps, userId, [], async () => ({ remove: [before], add: [after] }));
  const edited = await derived(userId);
  await fromScratch(userId);
  expect(edited).toEqual(await derived(userId));
  expect(edited.flips).toHaveLength(25_000);
});

test("a change that comes after the account's deletion stores nothing", async () => {
  const [userId, characterId] = [randomUUID(), randomUUID()];
  const atMs = Date.UTC(2026, 8, 1);
  const add: LedgerRow[] = [
    { ...blankRow, id: randomUUID(), atMs, characterId, itemId: 561, kind: "buy", quantity: 1 },
  ];
  const change = changeLedger({ db: database.db.orm, clock: systemClock }, userId, [atMs], async () => ({
    remove: [],
    add,
  }));
  await expect(change).rejects.toMatchObject({ code: "unauthenticated" });
  const { sql } = database.db;
  expect(await sql`select 1 from ledgers where user_id = ${userId}`).toHaveLength(0);
  expect(await sql`select 1 from user_transactions where user_id = ${userId}`).toHaveLength(0);
});
