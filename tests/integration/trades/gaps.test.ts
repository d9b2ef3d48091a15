import { beforeAll, expect, test } from "vitest";
import type { LedgerChange } from "#features/trades/entry/contract.ts";
import type { FlipPage } from "#features/trades/flips/contract.ts";
import type { GapList } from "#features/trades/gaps/contract.ts";
import { itemPriceHistory } from "#features/history/schema.ts";
import { ensurePartition } from "#platform/db/partitions.ts";
import { useDesk } from "../../support/people/desk.ts";
import { NATURE_RUNE, WHIP, joinTrader, refusal, seedItems } from "../../support/trades/trader.ts";
import type { Trader } from "../../support/trades/trader.ts";

const desk = useDesk();
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** In an hour of which the rune's low is stored, and the whip's is not. */
const SOLD = Date.UTC(2026, 8, 21, 14, 30);

beforeAll(async () => {
  await seedItems(desk.db);
  await ensurePartition(desk.db.sql, "item_price_history", new Date(SOLD));
  const bucketAt = new Date(SOLD - 30 * 60_000);
  const prices = { avgHigh: 112, avgLow: 98, highVolume: 5, lowVolume: 5 };
  await desk.db.orm
    .insert(itemPriceHistory)
    .values({ itemId: NATURE_RUNE, stepS: 3_600, bucketAt, ...prices });
});

const trades = (trader: Trader, ...list: object[]) => trader.do<LedgerChange>("trades.add", { trades: list });
const gapsOf = (trader: Trader, input: object = {}) => trader.get<GapList>("gaps.list", input);
const sell = (itemId: number, quantity: number, at: number) => ({
  kind: "sell",
  itemId,
  quantity,
  price: 110,
  at,
});
const buy = (itemId: number, quantity: number, at: number) => ({
  kind: "buy",
  itemId,
  quantity,
  price: 100,
  at,
});

test("a sale of units that nobody held asks for their purchase, at the price of that hour", async () => {
  const trader = await joinTrader(desk);
  await trades(
    trader,
    buy(NATURE_RUNE, 40, SOLD - DAY_MS),
    sell(NATURE_RUNE, 100, SOLD),
    sell(WHIP, 1, SOLD - 1),
  );
  const { gaps, total } = await gapsOf(trader);
  expect(total).toBe(2);
  expect(gaps[0]).toMatchObject({
    kind: "buy",
    itemId: NATURE_RUNE,
    units: 60,
    left: "sell",
    leftAt: SOLD,
    quantity: 100,
    gross: 11_000,
    proposal: { at: SOLD - 60_000, price: 98 },
  });
  expect(gaps[1]).toMatchObject({ itemId: WHIP, units: 1, proposal: { price: null } });
  expect(await gapsOf(trader, { limit: 1 })).toMatchObject({ gaps: [{ itemId: NATURE_RUNE }], total: 2 });

  // What it proposes fills it: 40 units at 100 gp and 60 at 98 gp, sold for 108 gp each after tax.
  const [proposed] = gaps;
  const { changeId } = await trades(trader, {
    ...buy(NATURE_RUNE, 60, proposed?.proposal.at ?? 0),
    price: proposed?.proposal.price,
    character: proposed?.characterId,
  });
  expect((await gapsOf(trader)).gaps).toHaveLength(1);
  const [flip] = (await trader.get<FlipPage>("flips.getFlips", { itemId: NATURE_RUNE })).flips;
  expect(flip).toMatchObject({ missing: 0, cost: 9_880, profit: 10_800 - 9_880 });
  await trader.do("trades.undo", { changeId });
  expect((await gapsOf(trader)).total).toBe(2);
});

test("own use of units that nobody held asks for a purchase too, a known gain does not", async () => {
  const trader = await joinTrader(desk);
  await trades(
    trader,
    { kind: "withdrawal", itemId: WHIP, quantity: 2, at: SOLD },
    { kind: "gain", itemId: NATURE_RUNE, quantity: 10, total: 0, at: SOLD - DAY_MS },
    sell(NATURE_RUNE, 10, SOLD),
  );
  const { gaps } = await gapsOf(trader);
  expect(gaps).toEqual([expect.objectContaining({ itemId: WHIP, left: "withdrawal", units: 2, gross: 0 })]);
});

test("a lot that is old for this trader, with later trades of the item, asks for its sale", async () => {
  const trader = await joinTrader(desk);
  const nowMs = desk.clock.now().getTime();
  const at = (daysAgo: number) => nowMs - daysAgo * DAY_MS;
  // Five flips of one hour each: then three days are long.
  const flips = [1, 2, 3, 4, 5].flatMap((day) => [
    buy(NATURE_RUNE, 10, at(day) - HOUR_MS),
    sell(NATURE_RUNE, 10, at(day)),
  ]);
  await trades(trader, ...flips);
  // Nothing of the item came later.
  await trades(trader, buy(WHIP, 3, at(8)));
  expect((await gapsOf(trader)).gaps).toEqual([]);
  // Too few, and too young.
  await trades(trader, buy(WHIP, 2, at(7)));
  expect((await gapsOf(trader)).gaps).toEqual([]);
  await trades(trader, buy(WHIP, 5, at(2)));
  const { gaps, total } = await gapsOf(trader);
  expect(total).toBe(2);
  expect(gaps[0]).toMatchObject({ kind: "sell", units: 2, boughtAt: at(7), tradedAt: at(2) });
  expect(gaps[1]).toMatchObject({
    kind: "sell",
    itemId: WHIP,
    units: 3,
    boughtAt: at(8),
    cost: 300,
    usualMs: HOUR_MS,
    tradedAt: at(2),
    proposal: { at: at(2) - 60_000, price: null },
  });
  // Without an own measure, 30 days are.
  const other = await joinTrader(desk);
  await trades(other, buy(WHIP, 3, at(29)), buy(WHIP, 5, at(2)));
  expect((await gapsOf(other)).gaps).toEqual([]);
  await trades(other, buy(WHIP, 1, at(31)));
  expect((await gapsOf(other)).gaps).toEqual([expect.objectContaining({ units: 1, usualMs: null })]);
});

test("a dismissed gap stays away until that is undone; those of others do not exist", async () => {
  const [trader, other] = await Promise.all([joinTrader(desk), joinTrader(desk)]);
  await trades(trader, sell(WHIP, 1, SOLD));
  const [gap] = (await gapsOf(trader)).gaps;
  const id = gap?.id ?? "";
  expect(refusal(await other.tell("gaps.dismiss", { id }))).toEqual([404, "not_found", undefined]);
  await trader.do("gaps.dismiss", { id });
  await trader.do("gaps.dismiss", { id });
  expect(await gapsOf(trader)).toEqual({ gaps: [], total: 0 });
  expect(refusal(await other.tell("gaps.restore", { id }))).toEqual([404, "not_found", undefined]);
  await trader.do("gaps.restore", { id });
  expect((await gapsOf(trader)).gaps).toEqual([gap]);
  expect(refusal(await trader.tell("gaps.restore", { id }))).toEqual([404, "not_found", undefined]);
  expect(refusal(await trader.tell("gaps.dismiss", { id: "buy:x" }))).toEqual([404, "not_found", undefined]);
});
