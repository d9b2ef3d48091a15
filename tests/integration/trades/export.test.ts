import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { exportFormats } from "#features/trades/rules/export-formats.ts";
import type { ExportFormat } from "#features/trades/rules/export-formats.ts";
import { anyEvent, method } from "#features/trades/rules/ledger/ledger-fixture.ts";
import { recogniseLog } from "#features/trades/rules/logs/recognise.ts";
import type { LoggedTrade } from "#features/trades/rules/logs/logged-trade.ts";
import { ensureTradeMonths } from "#features/trades/store/ensure-months.ts";
import type { LedgerRow } from "#features/trades/store/ledger-row.ts";
import { rebuildLedger } from "#features/trades/store/rebuild-ledger.ts";
import { insertRows } from "#features/trades/store/rows-sql.ts";
import { useDesk } from "../../support/people/desk.ts";
import type { Member } from "../../support/people/members.ts";
import { seedMember } from "../../support/people/seed-users.ts";
import { createVisitor } from "../../support/people/visitor.ts";
import { rowsOf } from "../../support/trades/ledger-rows.ts";
import { parseLog } from "../../support/trades/samples.ts";

const desk = useDesk();
const NAMES: Readonly<Record<number, string>> = {
  561: "Nature rune",
  4151: 'Abyssal "whip", worn',
  2: "Cannonball",
  13190: "Old school bond",
};

beforeAll(async () => {
  for (const [id, name] of Object.entries(NAMES)) {
    await desk.db.sql`
      insert into items (id, name, examine, members, icon, updated_at) values (${id}, ${name}, '', false, '', now())`;
  }
});

const save = (visitor: { open: Member["open"] }, format: string, query = "") =>
  visitor.open(`/api/trades/export/${format}${query}`);

async function textOf(member: Member, format: ExportFormat, query = ""): Promise<string> {
  const response = await save(member, format, query);
  expect([format, response.status]).toEqual([format, 200]);
  return response.text();
}

const character = fc.constantFrom("Zezima", "=Lynx Titan", "'-x", 'a "b", c');
const extra = fc.record({
  more: fc.nat(50),
  isExact: fc.boolean(),
  note: fc.option(fc.constantFrom("-5", 'two\nlines, "quoted"', "=1+1"), { nil: null }),
});
const ledger = fc.record({
  first: character,
  events: fc.array(fc.tuple(anyEvent, extra), { minLength: 1, maxLength: 60 }),
  by: method,
});
type Ledger = typeof ledger extends fc.Arbitrary<infer Value> ? Value : never;

/** Stores a history of two characters; the totals of its trades divide by their quantities only by chance. */
async function seed({ userId }: Member, { first, events, by }: Ledger) {
  const { sql, orm } = desk.db;
  const ids = new Map<string, string>([first, "Main"].map((name) => [name, randomUUID()]));
  for (const [name, id] of ids)
    await sql`insert into characters (id, user_id, name, created_at) values (${id}, ${userId}, ${name}, now())`;
  await sql`insert into ledgers (user_id, method) values (${userId}, ${by})`;
  const rows = events.flatMap(([event, { more, isExact, note }]) =>
    rowsOf(event, (name) => ids.get(name === "Zezima" ? first : "Main") ?? "").map((row) =>
      row.kind === "buy" || row.kind === "sell" ? { ...row, gross: row.gross + more, isExact, note } : row,
    ),
  );
  await ensureTradeMonths(
    sql,
    rows.map(({ atMs }) => atMs),
  );
  await rebuildLedger({ db: orm }, userId, async (tx) => {
    await insertRows(tx, userId, rows);
    return true;
  });
  const nameOf = new Map([...ids].map(([name, id]) => [id, name]));
  return { rows, nameOf: (id: string) => nameOf.get(id) ?? "" };
}

const isTrade = ({ kind }: LedgerRow) => kind === "buy" || kind === "sell";
/** What a log has of a trade, in an order that no format decides. */
const factsOf = ({ side, item, quantity, coins, time, character: of }: Partial<LoggedTrade>) =>
  JSON.stringify([side, item, quantity, coins, time, of]);
const sorted = (trades: readonly Partial<LoggedTrade>[]) => trades.map(factsOf).toSorted();

test("a ledger comes back out of each of its files", { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(ledger, async (given) => {
      const member = await seedMember(desk.web, desk.db);
      const { rows, nameOf } = await seed(member, given);
      const trades = rows.filter(isTrade);
      const logged = (row: LedgerRow) => ({
        side: row.kind as "buy" | "sell",
        item: { id: row.itemId },
        quantity: row.quantity,
        coins: row.gross,
        time: { epochMs: row.atMs },
        character: nameOf(row.characterId),
      });

      for (const format of ["csv", "json"] as const) {
        const text = await textOf(member, format);
        const own = format === "csv" ? "ge-metrics-csv" : "ge-metrics";
        expect(recogniseLog(text.slice(0, 4_096))).toBe(own);
        const read = parseLog(own, text);
        expect(sorted(read.trades)).toEqual(sorted(trades.map(logged)));
        expect(read.refused).toHaveLength(rows.length - trades.length);
        const exact = new Map(read.trades.map(({ sourceId, isExact }) => [sourceId, isExact]));
        expect(exact).toEqual(new Map(trades.map(({ id, isExact }) => [id, isExact])));
      }

      const copilot = await textOf(member, "copilot-transactions");
      expect(recogniseLog(copilot)).toBe("copilot-transactions");
      const byName = trades.map((row) => ({ ...logged(row), item: { name: NAMES[row.itemId] ?? "" } }));
      const transactions = parseLog("copilot-transactions", copilot);
      expect([transactions.refused, sorted(transactions.trades)]).toEqual([[], sorted(byName)]);

      for (const id of new Set(rows.map(({ characterId }) => characterId))) {
        const text = await textOf(member, "flipping-utilities", `?character=${id}`);
        expect(recogniseLog(text)).toBe("flipping-utilities");
        const fitting = trades
          .filter((row) => row.characterId === id && row.quantity < 2 ** 31)
          .map((row) => ({
            ...logged(row),
            coins: Math.floor(row.gross / row.quantity) * row.quantity,
            character: null,
          }));
        const offers = parseLog("flipping-utilities", text);
        expect([offers.refused, sorted(offers.trades)]).toEqual([[], sorted(fitting)]);
      }
    }),
    { numRuns: 15 },
  );
});

test("the flips for Flipping Copilot have the profit of each sale", { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(ledger, async (given) => {
      const member = await seedMember(desk.web, desk.db);
      await seed(member, given);
      const text = await textOf(member, "copilot-flips");
      expect(recogniseLog(text)).toBe("copilot-flips");
      const sold = await desk.db.sql<{ units: number; profit: number }[]>`
        select known_units::float8 as units, profit::float8 as profit from flips
        where user_id = ${member.userId} and kind = 'sell' and known_units > 0 order by at, id`;
      const rows = text.split("\n").filter((line) => line.includes(",FINISHED,"));
      const figures = rows.map((line) => {
        const [units = "", , , , , profit = ""] = line.split(",FINISHED,")[1]?.split(",") ?? [];
        return { units: Number(units), profit: Number(profit) };
      });
      expect(figures).toEqual([...sold]);
      expect(parseLog("copilot-flips", text).refused).toEqual([]);
    }),
    { numRuns: 15 },
  );
});

test("no cell is a formula, and a loss stays a number", async () => {
  const member = await seedMember(desk.web, desk.db);
  for (const name of ["=cmd()", "Main"]) await member.tell("characters.create", { name });
  const trade = { itemId: 561, quantity: 10, character: "=cmd()" };
  const added = await member.tell("trades.add", {
    trades: [
      { kind: "buy", ...trade, price: 100, at: Date.UTC(2026, 8, 1), note: "+1 (555) 01\n=SUM(A1)" },
      { kind: "sell", ...trade, price: 90, at: Date.UTC(2026, 8, 2) },
    ],
  });
  expect(added.status).toBe(200);
  const text = await textOf(member, "csv");
  expect(text).toContain(",'=cmd(),buy,561,Nature rune,10,1000,100,0,yes,");
  expect(text).toContain(`"'+1 (555) 01\n=SUM(A1)"`);
  // 10 * (90 - 1 - 100)
  expect(text).toContain(
    ",'=cmd(),sell,561,Nature rune,10,900,90,10,yes,1000,-110,0,0,2026-09-01T00:00:00.000Z,",
  );
  const flips = await textOf(member, "copilot-flips");
  expect(flips).toContain("'=cmd(),Nature rune,FINISHED,10,10,100,90,10,-110,-11\n");
});

test("files are for their owner alone, by GET, and no more than the limit", async () => {
  const [alice, bob] = [await seedMember(desk.web, desk.db), await seedMember(desk.web, desk.db)];
  const { data } = await alice.tell("characters.create", { name: "Alice" });
  const { id } = data as { id: string };
  expect(
    (await save(alice, "flipping-utilities", `?character=${id}`)).headers.get("content-disposition"),
  ).toBe('attachment; filename="Alice.json"');
  const codeOf = async (response: Response) =>
    [response.status, ((await response.json()) as { error: { code: string } }).error.code] as const;
  expect(await codeOf(await save(bob, "flipping-utilities", `?character=${id}`))).toEqual([404, "not_found"]);
  expect(await codeOf(await save(bob, "flipping-utilities"))).toEqual([404, "not_found"]);
  expect(await codeOf(await save(bob, "xlsx"))).toEqual([400, "invalid_input"]);
  expect(await codeOf(await save(bob, "csv", "?user=1"))).toEqual([400, "invalid_input"]);
  expect(await codeOf(await save(createVisitor(desk.web), "csv"))).toEqual([401, "unauthenticated"]);
  expect(await codeOf(await bob.open("/api/trades/export/csv", { method: "POST" }))).toEqual([
    405,
    "invalid_input",
  ]);
  for (const format of exportFormats.filter((each) => each !== "flipping-utilities"))
    expect((await save(bob, format)).status).toBe(200);
  const answers = await Promise.all(Array.from({ length: 30 }, () => save(bob, "csv")));
  const refused = answers.filter(({ status }) => status === 429);
  // Eight were asked for above; the POST cost nothing.
  expect(refused).toHaveLength(8);
  expect(Number(refused[0]?.headers.get("retry-after"))).toBeGreaterThan(0);
});
