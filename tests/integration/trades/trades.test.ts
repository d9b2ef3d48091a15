import { beforeAll, describe, expect, test } from "vitest";
import type { CharacterList } from "#features/trades/characters/contract.ts";
import type { LedgerChange, TradePage } from "#features/trades/entry/contract.ts";
import type { FlipPage } from "#features/trades/flips/contract.ts";
import { useDesk } from "../../support/people/desk.ts";
import { GUTHAN, NATURE_RUNE, WHIP, joinTrader, refusal, seedItems } from "../../support/trades/trader.ts";
import type { Trader } from "../../support/trades/trader.ts";

const desk = useDesk();
beforeAll(() => seedItems(desk.db));

const AT = Date.UTC(2026, 8, 21, 14);
const trades = (trader: Trader, ...list: object[]) => trader.do<LedgerChange>("trades.add", { trades: list });
const flipsOf = async (trader: Trader) => (await trader.get<FlipPage>("flips.getFlips", {})).flips;
const openOf = async (trader: Trader) =>
  (await trader.get<FlipPage>("flips.getFlips", { state: "open", sort: "oldest" })).flips;
const listOf = async (trader: Trader, input: object = {}) =>
  (await trader.get<TradePage>("trades.list", input)).trades;

describe("bad input names its field and stores nothing", () => {
  const buy = { kind: "buy", itemId: WHIP, quantity: 1, price: 1 };
  test.each([
    ["a unit of nothing", { ...buy, quantity: 0 }, undefined],
    ["half a unit", { ...buy, quantity: 1.5 }, undefined],
    ["a price below 0", { ...buy, price: -1 }, undefined],
    ["a price and a total", { ...buy, total: 1 }, undefined],
    ["no price", { ...buy, price: undefined }, undefined],
    ["an unknown item", { ...buy, itemId: 999_999 }, "itemId"],
    ["more coins than can be counted", { ...buy, quantity: 2 ** 31, price: 2 ** 31 }, "price"],
    ["a time before the game", { ...buy, at: Date.UTC(2013, 1, 21) }, "at"],
    ["a time to come", { ...buy, at: Date.UTC(2126, 0, 1) }, "at"],
    ["an unknown character", { ...buy, character: "Nobody" }, "character"],
    [
      "a transfer to oneself",
      { kind: "transfer", itemId: WHIP, quantity: 1, toCharacter: "Main" },
      "toCharacter",
    ],
    [
      "a recipe that makes what it takes",
      {
        kind: "conversion",
        inputs: [{ itemId: WHIP, quantity: 1 }],
        outputs: [{ itemId: WHIP, quantity: 1, weight: 1 }],
        paid: 0,
        received: 0,
      },
      "inputs",
    ],
  ])("%s", async (_, wrong, field) => {
    const trader = await joinTrader(desk);
    await trades(trader, buy);
    const reply = await trader.tell("trades.add", { trades: [buy, wrong] });
    expect(refusal(reply).slice(0, 2)).toEqual([400, "invalid_input"]);
    if (field !== undefined) expect(reply.error?.app?.["field"]).toBe(field);
    expect(await listOf(trader)).toHaveLength(1);
  });
});

test("an edit keeps the unit price of its source, and scales a total", async () => {
  const trader = await joinTrader(desk);
  const { trades: rows } = await trades(
    trader,
    { kind: "sell", itemId: WHIP, quantity: 2, price: 150, at: AT },
    { kind: "sell", itemId: WHIP, quantity: 3, total: 301, at: AT + 1 },
  );
  const [unit, total] = rows.map(({ id }) => id);
  expect(rows.map(({ tax, isExact }) => [tax, isExact])).toEqual([
    [6, true],
    // 100, 100 and 101: each pays 2.
    [6, false],
  ]);
  await trader.do("trades.update", { ids: [unit], change: { quantity: 3 } });
  await trader.do("trades.update", { ids: [total], change: { quantity: 1, note: "one came back" } });
  // Before the tax of 2%: 1% of 150.
  await trader.do("trades.update", { ids: [unit], change: { at: Date.UTC(2024, 0, 1) } });
  const after = await listOf(trader);
  expect(after.map(({ gross, tax, note }) => [gross, tax, note])).toEqual([
    [100, 2, "one came back"],
    [450, 3, null],
  ]);
  const refused = await trader.tell("trades.update", {
    ids: [unit, "5f0b1d3c-7a52-4f5e-9a39-2d1f6c0b8e11"],
    change: { note: "x" },
  });
  expect(refusal(refused)[1]).toBe("not_found");
});

test("many trades are changed and deleted at once, and one undo brings all back", async () => {
  const trader = await joinTrader(desk);
  const { trades: rows } = await trades(
    trader,
    ...[1, 2, 3].map((n) => ({ kind: "buy", itemId: WHIP, quantity: n, price: 10, at: AT + n })),
    { kind: "sell", itemId: WHIP, quantity: 6, price: 20, at: AT + 10 },
  );
  const before = [await listOf(trader), await flipsOf(trader)];
  const ids = rows.map(({ id }) => id);
  await trader.do("trades.update", { ids: ids.slice(0, 3), change: { price: 12 } });
  expect(await flipsOf(trader)).toMatchObject([{ cost: 72, profit: 48 }]);
  const { changeId } = await trader.do<LedgerChange>("trades.delete", { ids });
  expect([await listOf(trader), await flipsOf(trader)]).toEqual([[], []]);
  await trader.do("trades.undo", { changeId });
  await trader.do("trades.update", { ids: ids.slice(0, 3), change: { price: 10 } });
  expect([await listOf(trader), await flipsOf(trader)]).toEqual(before);
});

test("sets, alchemy, gifts, own use and transfers carry cost", async () => {
  const trader = await joinTrader(desk);
  for (const name of ["Main", "Lynx Titan"]) await trader.do("characters.create", { name });
  await trades(
    trader,
    { kind: "buy", itemId: GUTHAN.set, quantity: 1, price: 3_000_000, at: AT, character: "lynx titan" },
    {
      kind: "conversion",
      character: "Lynx Titan",
      inputs: [{ itemId: GUTHAN.set, quantity: 1 }],
      outputs: [
        { itemId: GUTHAN.helm, quantity: 1, weight: 1 },
        { itemId: GUTHAN.body, quantity: 1, weight: 2 },
      ],
      paid: 0,
      received: 0,
      at: AT + 1,
    },
    {
      kind: "transfer",
      itemId: GUTHAN.body,
      quantity: 1,
      character: "Lynx Titan",
      toCharacter: "Main",
      at: AT + 2,
    },
    { kind: "sell", itemId: GUTHAN.body, quantity: 1, price: 2_500_000, at: AT + 3 },
    { kind: "gain", itemId: WHIP, quantity: 2, total: 0, at: AT },
    { kind: "withdrawal", itemId: WHIP, quantity: 1, at: AT + 1 },
    {
      kind: "conversion",
      inputs: [{ itemId: WHIP, quantity: 1 }],
      outputs: [],
      paid: 100,
      received: 72_000,
      at: AT + 2,
    },
  );
  expect(await flipsOf(trader)).toMatchObject([
    { kind: "sell", itemId: GUTHAN.body, cost: 2_000_000, profit: 450_000 },
    { kind: "conversion", itemId: WHIP, profit: 71_900, cost: 100 },
  ]);
  expect(await openOf(trader)).toMatchObject([{ itemId: GUTHAN.helm, cost: 1_000_000, quantity: 1 }]);
  const [leg] = (await listOf(trader, { kind: "input", itemId: GUTHAN.set })).map(({ id }) => id);
  await trader.do("trades.delete", { ids: [leg] });
  expect(await listOf(trader, { kind: "output" })).toEqual([]);
  expect((await flipsOf(trader))[0]).toMatchObject({
    itemId: GUTHAN.body,
    profit: null,
    unexplained: 2_450_000,
  });
});

test("another method computes the whole ledger anew", async () => {
  const trader = await joinTrader(desk);
  const at = (n: number) => ({ itemId: NATURE_RUNE, quantity: 10, at: AT + n });
  await trades(
    trader,
    { kind: "buy", ...at(0), price: 100 },
    { kind: "buy", ...at(1), price: 200 },
    { kind: "sell", ...at(2), price: 300 },
  );
  const profits = async () => (await flipsOf(trader)).map(({ profit }) => profit);
  expect(await profits()).toEqual([10 * (294 - 100)]);
  await trader.do("characters.changeSettings", { method: "average" });
  expect(await profits()).toEqual([10 * (294 - 150)]);
  await trades(trader, { kind: "sell", ...at(3), price: 300 });
  expect(await profits()).toEqual([10 * (294 - 150), 10 * (294 - 150)]);
  await trader.do("characters.changeSettings", { method: "fifo" });
  expect(await profits()).toEqual([10 * (294 - 200), 10 * (294 - 100)]);
});

test("the trades of a deleted character go to another one, and names are told apart by their letters", async () => {
  const trader = await joinTrader(desk);
  const listed = async () => {
    const { characters } = await trader.get<CharacterList>("characters.list");
    return characters;
  };
  await trades(trader, { kind: "buy", itemId: WHIP, quantity: 1, price: 5, at: AT });
  const { id } = await trader.do<{ id: string }>("characters.create", { name: "Lynx Titan" });
  expect(refusal(await trader.tell("characters.create", { name: "lynx titan" }))).toEqual([
    409,
    "conflict",
    "name",
  ]);
  await trades(
    trader,
    { kind: "transfer", itemId: WHIP, quantity: 1, toCharacter: id, at: AT + 1 },
    { kind: "sell", itemId: WHIP, quantity: 1, price: 40, character: id, at: AT + 2 },
  );
  const main = (await listed())[0]?.id ?? "";
  expect(refusal(await trader.tell("characters.delete", { id }))).toEqual([409, "conflict", "mergeInto"]);
  await trader.do("characters.delete", { id, mergeInto: main });
  expect(await listed()).toEqual([{ id: main, name: "Main", trades: 2 }]);
  expect(await flipsOf(trader)).toMatchObject([{ characterId: main, profit: 35, cost: 5 }]);
});
