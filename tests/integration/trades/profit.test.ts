import { beforeAll, expect, test } from "vitest";
import type { Character } from "#features/trades/characters/contract.ts";
import type { ProfitByItem, ProfitSummary } from "#features/trades/profit/contract.ts";
import { useDesk } from "../../support/people/desk.ts";
import { seedPrices } from "../../support/trades/prices.ts";
import { NATURE_RUNE, WHIP, joinTrader } from "../../support/trades/trader.ts";
import type { Trader } from "../../support/trades/trader.ts";

const desk = useDesk();
const BODY = 4728;
beforeAll(() =>
  seedPrices(desk.db, [
    { id: NATURE_RUNE, name: "Nature rune", high: 110 },
    { id: WHIP, name: "Abyssal whip", high: 2_000_000 },
    { id: BODY, name: "Guthan's platebody", high: 500_000 },
  ]),
);

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A Monday. */
const MONDAY = Date.UTC(2026, 8, 21);
const FROM = MONDAY - 7 * DAY_MS;
const TO = MONDAY + 7 * DAY_MS;

/**
 * Of Main: 100 runes bought at 100 and sold at 110 on Monday 14:30, 100 × (110 - 2 - 100) = 800; a whip bought at
 * 2,000,000 and sold at 1,900,000 on Sunday 23:10, 1,900,000 - 38,000 - 2,000,000 = -138,000; a body without a purchase
 * sold at 500,000 on Tuesday, which has no cost. Of Alt: 10 runes from 90 to 100 three weeks before, 10 × 8 = 80.
 */
async function joinSeller(): Promise<{ trader: Trader; alt: Character }> {
  const trader = await joinTrader(desk);
  await trader.do("characters.create", { name: "Main" });
  const alt = await trader.do<Character>("characters.create", { name: "Alt" });
  const flip = (more: object) => trader.do("flips.addFlip", { boughtAt: FROM - 30 * DAY_MS, ...more });
  await flip({
    itemId: NATURE_RUNE,
    quantity: 100,
    buyPrice: 100,
    sellPrice: 110,
    soldAt: MONDAY + 14.5 * HOUR_MS,
  });
  await flip({
    itemId: WHIP,
    quantity: 1,
    buyPrice: 2_000_000,
    sellPrice: 1_900_000,
    soldAt: MONDAY - 50 * 60_000,
  });
  await flip({
    itemId: NATURE_RUNE,
    quantity: 10,
    buyPrice: 90,
    sellPrice: 100,
    soldAt: FROM - 10 * DAY_MS,
    character: "Alt",
  });
  await trader.do("trades.add", {
    trades: [{ kind: "sell", itemId: BODY, quantity: 1, price: 500_000, at: MONDAY + DAY_MS }],
  });
  return { trader, alt };
}

test("sums up a period beside the one before, by character and by hour of the week of a zone", async () => {
  const { trader, alt } = await joinSeller();
  const input = { from: FROM, to: TO, timeZone: "Europe/Berlin" };
  const summary = await trader.get<ProfitSummary>("profit.getSummary", input);
  expect(summary.now).toEqual({
    flips: 2,
    wins: 1,
    withoutCost: 1,
    unexplained: 490_000,
    profit: 800 - 138_000,
    cost: 10_000 + 2_000_000,
    gross: 11_000 + 1_900_000 + 500_000,
    tax: 200 + 38_000 + 10_000,
  });
  expect(summary.before).toMatchObject({ flips: 1, profit: 80, tax: 20, cost: 900 });
  expect(summary.byCharacter.map(({ character, profit }) => [character, profit])).toEqual([
    ["Main", -137_200],
  ]);
  // Berlin is two hours ahead: Sunday 23:10 UTC is Monday 01:10 there.
  expect(summary.byHour).toEqual([
    { weekday: 0, hour: 1, flips: 1, profit: -138_000 },
    { weekday: 0, hour: 16, flips: 1, profit: 800 },
  ]);

  const all = await trader.get<ProfitSummary>("profit.getSummary", {});
  expect(all).toMatchObject({ timeZone: "UTC", before: null, now: { flips: 3, profit: -137_120 } });
  expect(all.byCharacter.map(({ character, profit }) => [character, profit])).toEqual([
    ["Alt", 80],
    ["Main", -137_200],
  ]);
  const ofAlt = await trader.get<ProfitSummary>("profit.getSummary", { character: alt.id });
  expect(ofAlt.now).toMatchObject({ flips: 1, profit: 80, withoutCost: 0 });
});

test("ranks items by their profit, those without a known one last", async () => {
  const { trader } = await joinSeller();
  const best = await trader.get<ProfitByItem>("profit.getByItem", {});
  expect(best.total).toBe(3);
  expect(best.items.map(({ name, profit, units }) => [name, profit, units])).toEqual([
    ["Nature rune", 880, 110],
    ["Abyssal whip", -138_000, 1],
    ["Guthan's platebody", null, 1],
  ]);
  expect(best.items[0]).toMatchObject({ flips: 2, wins: 2, cost: 10_900, roi: 880 / 10_900, tax: 220 });
  expect(best.items[2]).toMatchObject({ flips: 0, withoutCost: 1, cost: null, roi: null, gross: 500_000 });
  const worst = await trader.get<ProfitByItem>("profit.getByItem", {
    from: FROM,
    to: TO,
    order: "worst",
    limit: 2,
  });
  expect(worst).toMatchObject({ total: 3, items: [{ name: "Abyssal whip" }, { profit: 800 }] });
});

test("nobody sees what another one has earned, not by the id of a character either", async () => {
  const { alt } = await joinSeller();
  const other = await joinTrader(desk);
  for (const input of [{}, { character: alt.id }]) {
    const summary = await other.get<ProfitSummary>("profit.getSummary", input);
    expect(summary).toMatchObject({ now: { flips: 0, profit: 0 }, byCharacter: [], byHour: [] });
    expect(await other.get<ProfitByItem>("profit.getByItem", input)).toEqual({ total: 0, items: [] });
  }
});

test("refuses a zone that does not exist, and a period that is none", async () => {
  const trader = await joinTrader(desk);
  expect((await trader.ask("profit.getSummary", { timeZone: "Europe/Atlantis" })).status).toBe(400);
  const backwards = await trader.get<ProfitSummary>("profit.getSummary", { from: TO, to: FROM });
  expect(backwards).toMatchObject({ now: { flips: 0 }, before: { flips: 0 } });
});
