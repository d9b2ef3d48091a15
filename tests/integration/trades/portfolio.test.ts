import { beforeAll, expect, test } from "vitest";
import { BOND_ID } from "#features/market/rules/tax/resale-fee.ts";
import type { Character } from "#features/trades/characters/contract.ts";
import type { RunningLimits } from "#features/trades/limits/contract.ts";
import type { Portfolio } from "#features/trades/portfolio/contract.ts";
import { useDesk } from "../../support/people/desk.ts";
import { seedPrices } from "../../support/trades/prices.ts";
import { NATURE_RUNE, WHIP, joinTrader, refusal } from "../../support/trades/trader.ts";
import type { Trader } from "../../support/trades/trader.ts";

const desk = useDesk();
const UNPRICED = 999_999;
beforeAll(() =>
  seedPrices(desk.db, [
    { id: NATURE_RUNE, name: "Nature rune", limit: 18_000, high: 110 },
    { id: WHIP, name: "Abyssal whip", limit: 70, high: 2_000_000 },
    { id: BOND_ID, name: "Old school bond", limit: 100, high: 12_000_000, avg24h: 11_000_000 },
    { id: UNPRICED, name: "Odd thing" },
  ]),
);

const [MINUTE_MS, HOUR_MS, DAY_MS] = [60_000, 3_600_000, 86_400_000];
const nowMs = () => desk.clock.now().getTime();
const trades = (trader: Trader, ...list: object[]) => trader.do("trades.add", { trades: list });
const portfolioOf = (trader: Trader) => trader.get<Portfolio>("portfolio.get");
const limitsOf = async (trader: Trader, input: object = {}) =>
  (await trader.get<RunningLimits>("limits.get", input)).limits;

test("an account without trades holds nothing", async () => {
  const trader = await joinTrader(desk);
  expect(await portfolioOf(trader)).toEqual({
    method: "fifo",
    holdings: [],
    totals: { cost: 0, value: 0, profit: 0, roi: null, withoutCost: 0, withoutPrice: 0 },
    offers: [],
    offerCoins: null,
    worth: 0,
  });
  expect(await limitsOf(trader)).toEqual([]);
});

test("values what is left of each lot after tax, and sums up only what is known", async () => {
  const trader = await joinTrader(desk);
  const at = nowMs() - 10 * DAY_MS;
  const runes = { kind: "buy", itemId: NATURE_RUNE };
  await trades(
    trader,
    { ...runes, quantity: 3, total: 301, at },
    { ...runes, quantity: 100, price: 104, at: at + 4 * DAY_MS },
    { kind: "sell", itemId: NATURE_RUNE, quantity: 1, price: 120, at: at + 5 * DAY_MS },
    { kind: "buy", itemId: UNPRICED, quantity: 5, price: 7, at },
    { kind: "buy", itemId: BOND_ID, quantity: 1, price: 10_000_000, at },
  );
  const { holdings, totals } = await portfolioOf(trader);
  expect(holdings.map(({ name, lots, units }) => [name, lots, units])).toEqual([
    ["Nature rune", 2, 102],
    ["Odd thing", 1, 5],
    ["Old school bond", 1, 1],
  ]);
  const [rune, odd, bond] = holdings;
  // The sold unit took floor(301 / 3) = 100 gp; 201 + 10,400 are left. A unit nets 110 - 2 = 108.
  expect(rune).toMatchObject({
    cost: 10_601,
    unitCost: 10_601 / 102,
    price: 110,
    value: 102 * 108,
    profit: 102 * 108 - 10_601,
    roi: (102 * 108 - 10_601) / 10_601,
    // 104 each, rounded up: 106 pays 2.
    breakEven: 106,
    isPriceTrusted: true,
    // 2 units of the first lot and 100 of the one four days later.
    boughtAt: at + Math.round((100 * 4 * DAY_MS) / 102),
  });
  expect(rune?.priceAt).toBeLessThan(nowMs() - MINUTE_MS + 1);
  expect(odd).toMatchObject({ cost: 35, price: null, value: null, profit: null, roi: null, breakEven: 7 });
  expect(await trader.get<Portfolio>("portfolio.get", { itemId: NATURE_RUNE })).toMatchObject({
    holdings: [rune],
    totals: { cost: 10_601 },
  });
  // No tax, but a tenth of the day's average makes it tradeable again.
  expect(bond).toMatchObject({ value: 10_900_000, profit: 900_000, roi: 0.09, breakEven: 11_100_000 });
  expect(totals).toEqual({
    cost: 10_601 + 35 + 10_000_000,
    value: 11_016 + 10_900_000,
    profit: 415 + 900_000,
    roi: 900_415 / 10_010_601,
    withoutCost: 0,
    withoutPrice: 1,
  });
});

test("units of unknown cost have a value but no profit, and characters are kept apart", async () => {
  const trader = await joinTrader(desk);
  const alt = await trader.do<Character>("characters.create", { name: "Alt" });
  await trader.do("characters.create", { name: "Bank" });
  const at = nowMs() - DAY_MS;
  await trades(
    trader,
    { kind: "buy", itemId: WHIP, quantity: 1, price: 1_900_000, at, character: "Alt" },
    // One more than Alt holds: its cost is unknown.
    { kind: "transfer", itemId: WHIP, quantity: 2, toCharacter: "Bank", character: "Alt", at: at + 1_000 },
    { kind: "buy", itemId: WHIP, quantity: 3, price: 1_800_000, at: at + 2_000, character: "Alt" },
  );
  const { holdings, totals } = await portfolioOf(trader);
  expect(holdings.map(({ character, units, knownUnits }) => [character, units, knownUnits])).toEqual([
    ["Alt", 3, 3],
    ["Bank", 2, 1],
  ]);
  expect(holdings[0]?.characterId).toBe(alt.id);
  expect(holdings[1]).toMatchObject({ cost: 1_900_000, value: 3_920_000, profit: 60_000 });
  expect(totals).toMatchObject({ withoutCost: 1, withoutPrice: 0, value: 5 * 1_960_000 });
});

test("average cost holds one pool, whose time of purchase is unknown", async () => {
  const trader = await joinTrader(desk);
  const at = nowMs() - DAY_MS;
  const runes = { kind: "buy", itemId: NATURE_RUNE };
  await trades(
    trader,
    { ...runes, quantity: 10, price: 100, at },
    { ...runes, quantity: 10, price: 110, at: at + 1_000 },
    { kind: "sell", itemId: NATURE_RUNE, quantity: 10, price: 120, at: at + 2_000 },
  );
  expect((await portfolioOf(trader)).holdings).toMatchObject([{ cost: 1_100, boughtAt: at + 1_000 }]);
  await trader.do("characters.changeSettings", { method: "average" });
  const { method, holdings } = await portfolioOf(trader);
  expect(method).toBe("average");
  expect(holdings).toMatchObject([{ units: 10, cost: 1_050, unitCost: 105, profit: 30, boughtAt: null }]);
});

test("coins in offers are entered by character, and count in the worth where they are known", async () => {
  const trader = await joinTrader(desk);
  const [main, alt] = [
    await trader.do<Character>("characters.create", { name: "Main" }),
    await trader.do<Character>("characters.create", { name: "Alt" }),
  ];
  await trades(trader, { kind: "buy", itemId: WHIP, quantity: 1, price: 1_900_000 });
  const enter = (coins: number | null, id = main.id) =>
    trader.tell("characters.setOfferCoins", { id, coins });
  expect(await portfolioOf(trader)).toMatchObject({ offerCoins: null, worth: 1_960_000 });
  const at = nowMs();
  expect((await enter(40_001)).status).toBe(200);
  const entered = await portfolioOf(trader);
  expect(entered).toMatchObject({
    offers: [
      { characterId: main.id, character: "Main", coins: 40_001 },
      { characterId: alt.id, character: "Alt", coins: null, at: null },
    ],
    offerCoins: 40_001,
    worth: 2_000_001,
  });
  expect(entered.offers[0]?.at).toBeGreaterThanOrEqual(at);
  // Of one item there are no offers in the sum.
  const ofWhip = await trader.get<Portfolio>("portfolio.get", { itemId: WHIP });
  expect([ofWhip.offers, ofWhip.worth]).toEqual([[], 1_960_000]);
  await enter(0, alt.id);
  await enter(null);
  expect(await portfolioOf(trader)).toMatchObject({
    offers: [{ coins: null, at: null }, { coins: 0 }],
    offerCoins: 0,
    worth: 1_960_000,
  });
  await enter(Number.MAX_SAFE_INTEGER, alt.id);
  expect(await portfolioOf(trader)).toMatchObject({ offerCoins: Number.MAX_SAFE_INTEGER, worth: null });
  for (const wrong of [-1, 0.5, 2 ** 53, "40k"])
    expect((await trader.tell("characters.setOfferCoins", { id: main.id, coins: wrong })).status).toBe(400);
  const stranger = await joinTrader(desk);
  const refused = await stranger.tell("characters.setOfferCoins", { id: alt.id, coins: 5 });
  expect(refusal(refused).slice(0, 2)).toEqual([404, "not_found"]);
  expect((await portfolioOf(trader)).offers[1]?.coins).toBe(Number.MAX_SAFE_INTEGER);
});

test("nobody sees what another one holds", async () => {
  const one = await joinTrader(desk);
  const other = await joinTrader(desk);
  await trades(one, { kind: "buy", itemId: WHIP, quantity: 1, price: 1_900_000 });
  expect((await portfolioOf(other)).holdings).toEqual([]);
  expect(await limitsOf(other)).toEqual([]);
  expect(await limitsOf(one)).toHaveLength(1);
});

test("a limit's window opens with the first unit, and is whole again after four hours", async () => {
  const trader = await joinTrader(desk);
  await trader.do("characters.create", { name: "Main" });
  await trader.do("characters.create", { name: "Alt" });
  const at = nowMs();
  const whips = { kind: "buy", itemId: WHIP, price: 1_900_000 };
  await trades(
    trader,
    // A chain without a pause for two days, whose windows decide when the one of now has opened.
    ...Array.from({ length: 16 }, (_, index) => ({
      ...whips,
      quantity: 10,
      at: at - (1 + 3 * index) * HOUR_MS,
    })),
    { ...whips, quantity: 2, at: at - 30 * MINUTE_MS, character: "Alt" },
    { kind: "sell", itemId: WHIP, quantity: 40, price: 2_000_000, at: at - 20 * MINUTE_MS },
    { kind: "gain", itemId: NATURE_RUNE, quantity: 5, total: 0, at: at - 10 * MINUTE_MS },
    { kind: "buy", itemId: UNPRICED, quantity: 7, price: 1, at: at - 3 * HOUR_MS },
    { kind: "buy", itemId: NATURE_RUNE, quantity: 100, price: 100, at: at - 5 * HOUR_MS },
  );
  // 46 hours ago the chain begins; every second purchase opens a window: 46, 40, …, 4, so 4 hours ago, which has ended.
  const limits = await limitsOf(trader);
  expect(limits.map(({ name, character, bought, left }) => [name, character, bought, left])).toEqual([
    ["Odd thing", "Main", 7, null],
    ["Abyssal whip", "Alt", 2, 68],
  ]);
  expect(limits[1]).toMatchObject({
    limit: 70,
    openedAt: at - 30 * MINUTE_MS,
    endsAt: at - 30 * MINUTE_MS + 4 * HOUR_MS,
  });
  await trades(trader, { ...whips, quantity: 80 });
  const ofWhip = await limitsOf(trader, { itemId: WHIP });
  expect(ofWhip.map(({ character, bought, left }) => [character, bought, left])).toEqual([
    ["Alt", 2, 68],
    ["Main", 80, 0],
  ]);
});
