import { beforeAll, expect, test } from "vitest";
import type {
  AddedFlip,
  Flip,
  FlipExplanation,
  FlipPage,
  FlipStats,
} from "#features/trades/flips/contract.ts";
import type { LedgerChange } from "#features/trades/entry/contract.ts";
import { useDesk } from "../../support/people/desk.ts";
import { NATURE_RUNE, WHIP, joinTrader, refusal, seedItems } from "../../support/trades/trader.ts";
import type { Trader } from "../../support/trades/trader.ts";

const desk = useDesk();
beforeAll(() => seedItems(desk.db));

const DAY_MS = 86_400_000;
const SOLD = Date.UTC(2026, 8, 21, 14);
const RUNES = { itemId: NATURE_RUNE, quantity: 100, buyPrice: 100, sellPrice: 110 };

const add = async (trader: Trader, more: object = {}) =>
  trader.do<AddedFlip>("flips.addFlip", { ...RUNES, boughtAt: SOLD - DAY_MS, soldAt: SOLD, ...more });
const pageOf = (trader: Trader, input: object = {}) => trader.get<FlipPage>("flips.getFlips", input);
const trades = (trader: Trader, ...list: object[]) => trader.do<LedgerChange>("trades.add", { trades: list });

test("a purchase and its sale are a flip, taxed by the unit", async () => {
  const trader = await joinTrader(desk);
  const { flip } = await add(trader);
  expect(flip).toMatchObject({
    state: "closed",
    cost: 10_000,
    gross: 11_000,
    tax: 200,
    profit: 800,
    roi: 0.08,
  });
  expect(flip).toMatchObject({ heldMs: DAY_MS, gpPerHour: 800 / 24, missing: 0, isExact: true });
  const { flips, totals, nextCursor } = await pageOf(trader);
  expect(flips).toEqual([flip]);
  expect(totals).toEqual({
    flips: 1,
    wins: 1,
    withoutCost: 0,
    cost: 10_000,
    gross: 11_000,
    tax: 200,
    profit: 800,
    unexplained: 0,
    roi: 0.08,
  });
  expect(nextCursor).toBeNull();
  expect((await pageOf(trader, { itemId: WHIP })).flips).toEqual([]);
  // By the flips themselves and by the sums of hours.
  expect((await pageOf(trader, { itemId: NATURE_RUNE })).totals).toEqual(totals);
});

test("partial fills use the oldest units first, and what nobody held has no cost basis", async () => {
  const trader = await joinTrader(desk);
  const buy = { kind: "buy", itemId: WHIP };
  await trades(
    trader,
    { ...buy, quantity: 3, price: 1_000_000, at: SOLD - 3 * DAY_MS },
    { ...buy, quantity: 2, total: 2_200_001, at: SOLD - 2 * DAY_MS },
    { kind: "sell", itemId: WHIP, quantity: 4, price: 1_200_000, at: SOLD },
    { kind: "sell", itemId: WHIP, quantity: 2, price: 1_200_000, at: SOLD + 1_000 },
  );
  const [second, first] = (await pageOf(trader)).flips;
  // 3 of the first lot, and 1 of the second at floor(2,200,001 / 2).
  expect(first).toMatchObject({ cost: 4_100_000, profit: 4 * 1_176_000 - 4_100_000, missing: 0 });
  expect(second).toMatchObject({ cost: 1_100_001, knownUnits: 1, missing: 1, unexplained: 1_176_000 });
  expect(second?.profit).toBe(1_176_000 - 1_100_001);
  const { lots, legs } = await trader.get<FlipExplanation>("flips.explain", { id: first?.id });
  expect(lots?.map(({ units, cost }) => [units, cost])).toEqual([
    [3, 3_000_000],
    [1, 1_100_000],
  ]);
  expect(legs.map(({ kind }) => kind)).toEqual(["buy", "buy", "sell"]);
  const stats = await trader.get<FlipStats>("flips.getStats", {});
  expect(stats).toMatchObject({ open: { lots: 0, cost: 0 }, gaps: 1, best: { id: first?.id } });
});

test("a sale without a purchase is neither a profit nor a loss, until the purchase comes", async () => {
  const trader = await joinTrader(desk);
  await trades(trader, { kind: "sell", itemId: WHIP, quantity: 1, price: 2_000_000, at: SOLD });
  const [flip] = (await pageOf(trader)).flips;
  expect(flip).toMatchObject({ profit: null, cost: null, roi: null, unexplained: 1_960_000, missing: 1 });
  expect((await pageOf(trader, { result: "unknown" })).flips).toEqual([flip]);
  expect((await pageOf(trader, { result: "loss" })).flips).toEqual([]);
  await trades(trader, { kind: "buy", itemId: WHIP, quantity: 1, price: 1_900_000, at: SOLD - 1 });
  expect((await pageOf(trader)).flips[0]).toMatchObject({ profit: 60_000, missing: 0, unexplained: 0 });
});

test("open lots are open flips, which a sell price closes", async () => {
  const trader = await joinTrader(desk);
  const { flip } = await add(trader, { sellPrice: undefined, soldAt: undefined });
  expect(flip).toMatchObject({ state: "open", kind: "lot", quantity: 100, cost: 10_000, profit: null });
  const { flips, totals } = await pageOf(trader, { state: "open" });
  expect(flips.map(({ id }) => id)).toEqual([flip.id]);
  expect(totals).toMatchObject({ flips: 1, cost: 10_000 });
  expect(refusal(await trader.tell("flips.updateFlip", { id: flip.id, soldAt: SOLD }))).toEqual([
    400,
    "invalid_input",
    "sellPrice",
  ]);
  await trader.do("flips.updateFlip", { id: flip.id, sellPrice: 110, soldAt: SOLD });
  expect((await pageOf(trader)).flips).toMatchObject([{ profit: 800, soldAt: SOLD }]);
  expect((await pageOf(trader, { state: "open" })).flips).toEqual([]);
});

test("a sell price sells what is left of a purchase, and no more", async () => {
  const trader = await joinTrader(desk);
  const { flip } = await add(trader, { sellPrice: undefined, soldAt: undefined });
  await trades(trader, { kind: "sell", itemId: NATURE_RUNE, quantity: 60, price: 110, at: SOLD });
  const sale = { id: flip.id, sellPrice: 120, soldAt: SOLD + 1_000 };
  expect(refusal(await trader.tell("flips.updateFlip", { ...sale, quantity: 41 }))[2]).toBe("quantity");
  await trader.do("flips.updateFlip", { ...sale, quantity: 10 });
  await trader.do("flips.updateFlip", { ...sale, soldAt: SOLD + 2_000 });
  expect((await pageOf(trader)).flips.map(({ quantity, missing }) => [quantity, missing])).toEqual([
    [30, 0],
    [10, 0],
    [60, 0],
  ]);
  expect((await pageOf(trader, { state: "open" })).flips).toEqual([]);
});

test("a flip that was entered as one is changed and deleted as one, and both are undone", async () => {
  const trader = await joinTrader(desk);
  const { flip } = await add(trader);
  const { changeId } = await trader.do<LedgerChange>("flips.updateFlip", {
    id: flip.id,
    quantity: 50,
    buyPrice: 90,
  });
  expect((await pageOf(trader)).flips).toMatchObject([{ quantity: 50, cost: 4_500, profit: 900 }]);
  await trader.do("trades.undo", { changeId });
  expect((await pageOf(trader)).flips).toMatchObject([{ quantity: 100, profit: 800 }]);
  const gone = await trader.do<LedgerChange>("flips.deleteFlip", { id: flip.id });
  expect((await pageOf(trader)).totals).toMatchObject({ flips: 0, profit: 0 });
  expect((await pageOf(trader, { state: "open" })).flips).toEqual([]);
  await trader.do("trades.undo", { changeId: gone.changeId });
  expect((await pageOf(trader)).flips).toMatchObject([{ id: flip.id, profit: 800 }]);
  expect(refusal(await trader.tell("trades.undo", { changeId: gone.changeId }))[1]).toBe("conflict");
});

test("the cost of a flip from several purchases is changed in the purchases", async () => {
  const trader = await joinTrader(desk);
  const { trades: rows } = await trades(
    trader,
    { kind: "buy", itemId: WHIP, quantity: 1, price: 5, at: SOLD - 2 },
    { kind: "sell", itemId: WHIP, quantity: 1, price: 40, at: SOLD },
  );
  const sale = rows.find(({ kind }) => kind === "sell")?.id;
  const refused = await trader.tell("flips.updateFlip", { id: sale, buyPrice: 6 });
  expect(refusal(refused)).toEqual([409, "conflict", "buyPrice"]);
  await trader.do("flips.updateFlip", { id: sale, sellPrice: 45 });
  expect((await pageOf(trader)).flips).toMatchObject([{ profit: 40 }]);
});

test("pages by cursor have each flip once, in every order, also where times and profits are equal", async () => {
  const trader = await joinTrader(desk);
  const list = Array.from({ length: 50 }, (_, index) => [
    { kind: "buy", itemId: WHIP, quantity: 1, price: 10 + (index % 3), at: SOLD - DAY_MS + index },
    { kind: "sell", itemId: WHIP, quantity: 1, price: 20, at: SOLD + (index % 4) },
  ]).flat();
  await trades(trader, ...list.slice(0, 50));
  await trades(trader, ...list.slice(50));
  await trades(trader, { kind: "buy", itemId: WHIP, quantity: 7, price: 9, at: SOLD + 9 });
  for (const sort of ["newest", "oldest", "best", "worst"]) {
    const seen: Flip[] = [];
    let cursor: string | null | undefined;
    do {
      const page: FlipPage = await pageOf(trader, { sort, limit: 7, ...(cursor ? { cursor } : {}) });
      expect(page.totals === null).toBe(cursor !== undefined);
      seen.push(...page.flips);
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect([sort, new Set(seen.map(({ id }) => id)).size, seen.length]).toEqual([sort, 50, 50]);
    const by = sort === "best" || sort === "worst" ? "profit" : "soldAt";
    const values = seen.map((flip) => flip[by] ?? 0);
    const sorted = values.toSorted((a, b) => (sort === "best" || sort === "newest" ? b - a : a - b));
    expect(values).toEqual(sorted);
  }
  expect(refusal(await trader.ask("flips.getFlips", { cursor: "1_2" }))).toEqual([
    400,
    "invalid_input",
    "cursor",
  ]);
});

test("profit over time counts days of the trader's zone", async () => {
  const trader = await joinTrader(desk);
  // 23:30 in Berlin, and 00:30 of the next day.
  await add(trader, { soldAt: Date.UTC(2026, 8, 21, 21, 30) });
  await add(trader, { soldAt: Date.UTC(2026, 8, 21, 22, 30) });
  await trader.do("characters.changeSettings", { timeZone: "Europe/Berlin" });
  const series = await trader.get<{ points: { at: number; profit: number }[]; timeZone: string }>(
    "flips.getProfitOverTime",
    { step: "day" },
  );
  expect(series.timeZone).toBe("Europe/Berlin");
  expect(series.points.map(({ at, profit }) => [new Date(at).toISOString(), profit])).toEqual([
    ["2026-09-20T22:00:00.000Z", 800],
    ["2026-09-21T22:00:00.000Z", 800],
  ]);
  const later = await trader.get<{ before: number; points: unknown[] }>("flips.getProfitOverTime", {
    from: Date.UTC(2026, 8, 21, 22),
  });
  expect([later.before, later.points.length]).toEqual([800, 1]);
});
