import { beforeAll, describe, expect, test } from "vitest";
import type { CharacterList } from "#features/trades/characters/contract.ts";
import type { TradePage } from "#features/trades/entry/contract.ts";
import type { ImportItems, ImportList } from "#features/imports/contract.ts";
import { importsLifecycle } from "#features/imports/list/account-imports.ts";
import { runImport } from "#features/imports/work/run-import.ts";
import { createEncryption } from "#platform/encryption.ts";
import type { StripeAccount } from "#platform/stripe.ts";
import { stagingTable } from "#features/imports/stage/staging-table.ts";
import { sweepImports } from "#features/imports/list/sweep-imports.ts";
import { refuseOverAllowance } from "#features/imports/list/refuse-over-allowance.ts";
import { useDesk } from "../../support/people/desk.ts";
import { allRows } from "../../support/market/all-rows.ts";
import { silentLog } from "../../support/servers/feed.ts";
import { joinImporter, seedCatalogue } from "../../support/trades/importer.ts";
import type { Importer } from "../../support/trades/importer.ts";

const desk = useDesk();
beforeAll(() => seedCatalogue(desk.db));

const AT = 1_790_000_000_000;
const runelite = (...trades: object[]) =>
  trades.map((more) => JSON.stringify({ b: true, i: 561, q: 100, p: 100, t: AT, ...more })).join("\n");
const COPILOT = "Timestamp,Account,Side,Item,Quantity,Paid/Received,Tax,Price ea.,Part of Flip";
const copilot = (...rows: string[]) => [COPILOT, ...rows].join("\n");
const tradesOf = (trader: Importer) => trader.get<TradePage>("trades.list", { limit: 200 });
const isTable = async (id: string) => {
  const [found] = await desk.db
    .sql`select exists (select from pg_class where relname = ${stagingTable(id)}) as held`;
  return found?.["held"] as boolean;
};

describe("what is here already", () => {
  test("a trade of another source is shown with its match, and comes once", async () => {
    const trader = await joinImporter(desk);
    await trader.do("trades.add", {
      trades: [{ kind: "buy", itemId: 561, quantity: 100, total: 10_050, at: AT + 60_000 }],
    });
    const view = await trader.send(runelite({}, { p: 101 }, { b: false, p: 110, t: AT + 5_000 }, {}));
    expect(view).toMatchObject({ state: "ready", summary: { new: 2, known: 1, repeated: 1, unmatched: 0 } });
    const [known] = await trader.rows(view.id, "known");
    expect(known).toMatchObject({ line: 1, itemId: 561, gross: 10_000, isExact: false });
    expect(known?.match).toMatchObject({ at: AT + 60_000, side: "buy", gross: 10_050, source: "hand" });
    expect((await trader.rows(view.id, "new")).map(({ side, gross, tax }) => [side, gross, tax])).toEqual([
      ["buy", 10_100, 0],
      ["sell", 11_000, 200],
    ]);
    expect(await trader.get<ImportItems>("imports.items", { id: view.id })).toEqual({
      items: [
        {
          itemId: 561,
          itemName: "Nature rune",
          trades: 2,
          bought: 100,
          spent: 10_100,
          sold: 100,
          received: 11_000,
        },
      ],
      more: 0,
    });
    await trader.commit(view.id);
    expect((await tradesOf(trader)).trades).toHaveLength(3);
    // Two files that were both new when they were read: the second one finds the first.
    const [one, two] = [await trader.send(runelite({ i: 2 })), await trader.send(runelite({ i: 2 }))];
    expect([one?.summary?.new, two?.summary?.new]).toEqual([1, 1]);
    expect((await trader.commit(one?.id ?? "")).committedTrades).toBe(1);
    expect(await trader.commit(two?.id ?? "")).toMatchObject({
      committedTrades: 0,
      summary: { new: 0, known: 1 },
    });
  });

  test("undo takes what the import brought, and nothing else", async () => {
    const trader = await joinImporter(desk);
    await trader.do("trades.add", {
      trades: [{ kind: "buy", itemId: 561, quantity: 5, total: 500, at: AT }],
    });
    const before = await tradesOf(trader);
    const view = await trader.send(runelite({}, { b: false, p: 110, t: AT + 1 }));
    await trader.commit(view.id);
    expect((await tradesOf(trader)).trades).toHaveLength(3);
    expect((await trader.tell("imports.cancel", { id: view.id })).status).toBe(409);
    expect(await trader.undo(view.id)).toMatchObject({ state: "undone" });
    expect(await tradesOf(trader)).toEqual(before);
    expect(await isTable(view.id)).toBe(false);
    // And again, from the file.
    const again = await trader.send(runelite({}, { b: false, p: 110, t: AT + 1 }));
    expect(await trader.commit(again.id)).toMatchObject({ committedTrades: 2 });
  });
});

describe("characters", () => {
  test("those that the file names are made, or are the ones that the trader says", async () => {
    const trader = await joinImporter(desk);
    const main = await trader.do<{ id: string }>("characters.create", { name: "Main one" });
    const rows = [
      "2026-09-21T14:13:20Z,Zezima,BUY,Nature rune,100,10000,0,100,No",
      "2026-09-21T14:20:00Z,Lynx Titan,BUY,Nature rune,100,10000,0,100,No",
    ];
    const view = await trader.send(copilot(...rows));
    expect(view.summary?.characters).toEqual([
      { name: "Lynx Titan", trades: 1, characterId: null },
      { name: "Zezima", trades: 1, characterId: null },
    ]);
    const answered = await trader.answer(view.id, { characters: [{ name: "Zezima", characterId: main.id }] });
    expect(answered.summary?.characters).toContainEqual({ name: "Zezima", trades: 1, characterId: main.id });
    await trader.commit(view.id);
    const { characters } = await trader.get<CharacterList>("characters.list");
    expect(characters.map(({ name, trades }) => [name, trades])).toEqual([
      ["Main one", 1],
      ["Lynx Titan", 1],
    ]);
  });
});

test("a zone is asked for, and hours that came twice or never are told", async () => {
  const trader = await joinImporter(desk);
  const line = (date: string, time: string) => `${date},${time},BOUGHT,3,561,100,10000,100,102`;
  const log = [
    line("2026-03-29", "02:30:00"),
    line("2026-10-25", "02:10:00").replace(",3,", ",6,"),
    line("2026-10-25", "02:50:00").replace(",3,", ",4,"),
    line("2026-10-25", "02:20:00").replace(",3,", ",5,"),
  ].join("\n");
  const view = await trader.send(log);
  expect(view).toMatchObject({ state: "asking", asks: ["timeZone"], summary: null });
  const read = await trader.answer(view.id, { timeZone: "Europe/Berlin" });
  expect(read).toMatchObject({
    state: "ready",
    summary: { new: 3, unmatched: 1, ambiguousTimes: 3, skippedTimes: 1 },
  });
  expect(await trader.rows(view.id, "unmatched")).toMatchObject([
    {
      line: 1,
      reason: expect.stringContaining("2026-03-29 02:30:00"),
      text: expect.stringContaining("BOUGHT"),
    },
  ]);
  // The log is in order of time: 02:20 after 02:50 is of the second time round.
  expect(
    (await trader.rows(view.id, "new")).map(({ at }) => new Date(at ?? 0).toISOString().slice(11, 16)),
  ).toEqual(["00:10", "00:50", "01:20"]);
  const utc = await trader.answer(view.id, { timeZone: "UTC" });
  expect(utc.summary).toMatchObject({ new: 4, ambiguousTimes: 0, skippedTimes: 0 });
});

test("a table is mapped once for its header", async () => {
  const trader = await joinImporter(desk);
  const table =
    "What;How many;Spent;Kind;When\nNature rune;1,000;100k;buy;21/09/2026 14:13\nCannonball;x;1;buy;1\n";
  const view = await trader.send(table, "sheet.csv");
  const [file] = view.files;
  expect(view).toMatchObject({ state: "asking", asks: expect.arrayContaining(["columns"]) });
  expect(file).toMatchObject({
    format: "table",
    isMapped: false,
    sample: [expect.any(Array), expect.any(Array)],
  });
  const header = file?.header ?? [];
  const mapping = {
    columns: { item: 0, quantity: 1, total: 2, side: 3, time: 4 },
    isDayFirst: true,
    isAfterTax: false,
  };
  const wrong = { header, mapping: { ...mapping, columns: { item: 0 } } };
  expect((await trader.tell("imports.configure", { id: view.id, mappings: [wrong] })).status).toBe(400);
  const mapped = await trader.answer(view.id, { mappings: [{ header, mapping }] });
  expect(mapped).toMatchObject({ state: "asking", asks: ["timeZone"] });
  const read = await trader.answer(view.id, { timeZone: "Etc/UTC" });
  expect(read).toMatchObject({ state: "ready", summary: { new: 1, unmatched: 1 } });
  expect(await trader.rows(view.id, "new")).toMatchObject([
    { line: 2, itemId: 561, quantity: 1_000, gross: 100_000, at: Date.UTC(2026, 8, 21, 14, 13) },
  ]);
  expect(await trader.send(table.toLowerCase())).toMatchObject({ state: "asking", asks: ["timeZone"] });
});

test("an import that is cancelled leaves nothing, also while it is read or added", async () => {
  const trader = await joinImporter(desk);
  const before = await allRows(desk.db);
  const view = await trader.send(runelite({}));
  expect(await isTable(view.id)).toBe(true);
  await trader.do("imports.cancel", { id: view.id });
  expect(await isTable(view.id)).toBe(false);
  expect((await trader.ask("imports.get", { id: view.id })).status).toBe(404);
  const id = await trader.upload(runelite({}));
  await trader.do("imports.cancel", { id });
  expect((await allRows(desk.db)).get("public.import_chunks")).toEqual(before.get("public.import_chunks"));

  const ready = await trader.send(runelite({}));
  await trader.do("imports.commit", { id: ready.id });
  await trader.do("imports.cancel", { id: ready.id });
  expect(await trader.work(ready.id)).toMatchObject({ state: "ready", committedTrades: 0 });
  expect((await tradesOf(trader)).trades).toEqual([]);
});

test("the month's allowance counts what is in the ledger, and says how much is left", async () => {
  const trader = await joinImporter(desk);
  const view = await trader.send(runelite({}, { q: 2 }, { q: 3 }));
  await trader.commit(view.id);
  const list = () => trader.get<ImportList>("imports.list");
  // Nothing is sold here, so there is no limit.
  expect((await list()).allowance).toEqual({ allowed: null, used: 3 });
  await trader.undo(view.id);
  expect((await list()).allowance.used).toBe(0);
  expect(() => refuseOverAllowance({ allowed: 500, used: 380 }, 120)).not.toThrow();
  expect(() => refuseOverAllowance({ allowed: 500, used: 380 }, 121)).toThrow(
    /120 are left, and this file has 121/,
  );
});

test("a commit above the allowance adds nothing, and says why", async () => {
  const trader = await joinImporter(desk);
  const many = Array.from({ length: 501 }, (_, at) => ({ t: AT + at }));
  const view = await trader.send(runelite(...many));
  await trader.do("imports.commit", { id: view.id });
  // A copy that sells plans, and a trader who has none.
  const deps = { db: desk.db.orm, clock: desk.clock, log: silentLog, billing: {} as StripeAccount };
  await runImport(deps, view.id, { signal: new AbortController().signal, isLastAttempt: false });
  expect(await trader.get("imports.get", { id: view.id })).toMatchObject({
    state: "ready",
    committedTrades: 0,
    problem: expect.stringMatching(/500 trades a month: 500 are left, and this file has 501/),
  });
  expect((await tradesOf(trader)).trades).toEqual([]);
});

test("an account's export lists its imports, and its deletion leaves none of them", async () => {
  const trader = await joinImporter(desk);
  const view = await trader.send(runelite({}), "mine.json");
  const waiting = await trader.upload(runelite({}));
  const { userId, email } = trader;
  expect(await importsLifecycle.exportOf?.(desk.db.orm, userId)).toMatchObject({
    imports: [
      { name: "mine.json", state: "ready" },
      { name: "log.txt", state: "reading" },
    ],
    importMappings: [],
  });
  await desk.db.orm.transaction(async (tx) => {
    await importsLifecycle.onDelete?.(
      { tx, clock: desk.clock, encryption: createEncryption(["test-secret-test-secret-test-secret"]) },
      { id: userId, email },
    );
  });
  expect(await isTable(view.id)).toBe(false);
  const [left] = await desk.db.sql`
    select (select count(*)::int from imports where user_id = ${userId}) as imports,
      (select count(*)::int from import_chunks where import_id in (${view.id}, ${waiting})) as chunks`;
  expect(left).toEqual({ imports: 0, chunks: 0 });
});

test("what nobody finishes is swept, with its bytes and rows", async () => {
  const trader = await joinImporter(desk);
  const [old, young] = [await trader.send(runelite({})), await trader.send(runelite({ q: 7 }))];
  await trader.commit(young?.id ?? "");
  await desk.db.sql`update imports set changed_at = now() - interval '8 days' where id = ${old?.id ?? ""}`;
  // Its worker was killed at each attempt.
  const stuck = await trader.upload(runelite({ q: 8 }));
  await desk.db.sql`update imports set changed_at = now() - interval '3 hours' where id = ${stuck}`;
  await sweepImports({ db: desk.db.orm, clock: desk.clock });
  expect(await trader.get("imports.get", { id: stuck })).toMatchObject({
    state: "failed",
    problem: expect.stringContaining("send the file again"),
  });
  await trader.do("imports.cancel", { id: stuck });
  expect([await isTable(old?.id ?? ""), await isTable(young?.id ?? "")]).toEqual([false, true]);
  expect((await trader.get<ImportList>("imports.list")).imports.map(({ id }) => id)).toEqual([young?.id]);
  const [left] = await desk.db
    .sql`select count(*)::int as chunks from import_chunks where import_id = ${old?.id ?? ""}`;
  expect(left).toEqual({ chunks: 0 });
});
