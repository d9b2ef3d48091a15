import { describe, expect, it } from "vitest";
import { parseCopilotFlip, parseCopilotTransaction } from "./flipping-copilot.ts";
import { parseFlippingItem, parseFlippingRow } from "./flipping-utilities.ts";
import { parsePrice, parseWhole } from "./number-text.ts";
import { parseRuneliteTrade } from "./runelite.ts";

/** 100 nature runes, bought at 100 and sold at 110. */
const AT_MS = 1_790_000_000_000;
const bought = { side: "buy", quantity: 100, coins: 10_000, isAfterTax: false };
const sold = { side: "sell", quantity: 100, coins: 11_000, isAfterTax: false };

describe("RuneLite", () => {
  it("is read in its own form and in the website's, with both shapes of time", () => {
    const trade = { ...bought, item: { id: 561 }, time: { epochMs: AT_MS }, isExact: false };
    expect(parseRuneliteTrade({ b: true, i: 561, q: 100, p: 100, t: AT_MS })).toMatchObject(trade);
    const seconds = { seconds: AT_MS / 1_000, nanos: 5_999_999 };
    const older = parseRuneliteTrade({ b: true, i: 561, q: 100, p: 100, t: seconds });
    expect(older).toMatchObject({ ...trade, time: { epochMs: AT_MS + 5 } });
    const website = { buy: false, itemId: 561, quantity: 100, price: 110, time: AT_MS };
    expect(parseRuneliteTrade(website)).toMatchObject({ ...sold, item: { id: 561 } });
  });

  it.each([null, [], {}, { b: 1, i: 561, q: 1, p: 1, t: AT_MS }, { b: true, i: 561, q: 0, p: 1, t: AT_MS }])(
    "refuses %j",
    (value) => expect(parseRuneliteTrade(value)).toHaveProperty("reason"),
  );
});

describe("Flipping Utilities", () => {
  const offer = (more: object) => ({
    uuid: "u-1",
    b: true,
    id: 561,
    cQIT: 100,
    p: 100,
    t: AT_MS,
    s: 2,
    st: "BOUGHT",
    ...more,
  });
  const results = (...offers: object[]) =>
    parseFlippingItem({ id: 561, name: "Nature rune", h: { sO: offers } });

  it("is read with the ids of its offers, and without those still open or empty", () => {
    expect(results(offer({}), offer({ b: false, p: 110, st: "SOLD", s: -1 }))).toMatchObject([
      { ...bought, item: { id: 561 }, sourceId: "u-1" },
      sold,
    ]);
    expect(results(offer({ st: "BUYING" }))).toEqual([{ reason: expect.stringContaining("still open") }]);
    expect(results(offer({ st: "CANCELLED_BUY", cQIT: 0 }))).toEqual([
      { reason: expect.stringContaining("before anything traded") },
    ]);
    expect(results(offer({ st: "EMPTY" }))).toEqual([{ reason: expect.stringContaining("not an offer") }]);
    expect(parseFlippingItem({ h: {} })).toEqual([{ reason: expect.stringContaining("not an item") }]);
  });

  it.each([
    ["2026-09-21 02:13 PM", "2026-09-21T14:13:00"],
    ["2026-09-21 12:13 AM", "2026-09-21T00:13:00"],
    ["2026-09-21 12:13 pm", "2026-09-21T12:13:00"],
  ])("reads the CSV's date %s on the trader's clock", (date, local) => {
    const row = { name: "Nature rune", date, quantity: "100", price: "108", state: "SOLD" };
    expect(parseFlippingRow(row)).toMatchObject({
      side: "sell",
      item: { name: "Nature rune" },
      coins: 10_800,
      isAfterTax: true,
      time: { local },
    });
  });

  it.each([
    [{ name: " " }, "no name"],
    [{ date: "21.09.2026" }, "not a date"],
    [{ quantity: "-5" }, "not a quantity"],
    [{ price: "1.5" }, "not a price"],
    [{ state: "EMPTY" }, "neither"],
  ])("says of %j what is wrong", (more, reason) => {
    const row = {
      name: "Nature rune",
      date: "2026-09-21 02:13 PM",
      quantity: "1",
      price: "1",
      state: "BOUGHT",
    };
    expect(parseFlippingRow({ ...row, ...more })).toEqual({ reason: expect.stringContaining(reason) });
  });
});

describe("Flipping Copilot", () => {
  const row = {
    Timestamp: "2026-09-21T14:13:20Z",
    Account: "Zezima",
    Side: "BUY",
    Item: "Nature rune",
    Quantity: "100",
    "Paid/Received": "10,000",
    Tax: "0",
    "Price ea.": "100",
    "Part of Flip": "Yes",
  };

  it("is read by its totals before tax, whichever way it writes them", () => {
    const named = { item: { name: "Nature rune" }, character: "Zezima" };
    const at = Date.UTC(2026, 8, 21, 14, 13, 20);
    expect(parseCopilotTransaction(row)).toMatchObject({
      ...bought,
      ...named,
      time: { epochMs: at },
      isExact: true,
    });
    const sale = { ...row, Side: "SELL", Tax: "200", "Price ea.": "110" };
    expect(parseCopilotTransaction({ ...sale, "Paid/Received": "11000" })).toMatchObject(sold);
    expect(parseCopilotTransaction({ ...sale, "Paid/Received": "10800" })).toMatchObject(sold);
  });

  it("takes no time without a zone", () => {
    const local = { ...row, Timestamp: "2026-09-21T14:13:20" };
    expect(parseCopilotTransaction(local)).toEqual({ reason: expect.stringContaining("is not a time") });
  });

  it("gives a purchase and a sale for each flip, and no sale of one that is open", () => {
    const flip = {
      "First buy time": "2026-09-21T14:13:20Z",
      "Last sell time": "2026-09-21T15:13:20Z",
      Account: "Zezima",
      Item: "Nature rune",
      Bought: "100",
      Sold: "100",
      "Avg. buy price": "100",
      "Avg. sell price": "110",
    };
    expect(parseCopilotFlip(flip)).toMatchObject([bought, sold]);
    expect(
      parseCopilotFlip({ ...flip, Sold: "0", "Last sell time": "", "Avg. sell price": "" }),
    ).toMatchObject([bought]);
    expect(parseCopilotFlip({ ...flip, "Avg. sell price": "?" })).toMatchObject([
      bought,
      { reason: expect.stringContaining("Avg. sell price") },
    ]);
  });
});

describe("the sales of a flip of Flipping Copilot", () => {
  const flip = {
    "First buy time": "2026-09-21T15:20:00Z",
    "Last sell time": "2026-09-21T15:50:00Z",
    Account: "Zezima",
    Item: "Dragon bones",
    Bought: "7",
    Sold: "7",
    "Avg. buy price": "2200",
    "Avg. sell price": "2401",
    Tax: "336",
    Profit: "1,072",
  };
  const coinsOf = (more: object) =>
    parseCopilotFlip({ ...flip, ...more }).map((half) => "coins" in half && half.coins);

  it("make up for the coins that rounded mean prices lose", () => {
    // 16,808 - 336 - 15,400 is the file's profit of 1,072; by the mean price alone it would be 1,071.
    expect(coinsOf({})).toEqual([15_400, 16_808]);
    expect(coinsOf({ Profit: "-558", "Avg. sell price": "2163", Tax: "301" })).toEqual([15_400, 15_143]);
    expect(coinsOf({ Sold: "3", Tax: "144", Profit: "460" })).toEqual([15_400, 7_204]);
  });

  it.each([{ Profit: "9999" }, { Profit: "" }, { Tax: "?" }, { Sold: "8", Tax: "384", Profit: "1000" }])(
    "follow the mean price where a total is missing or another one: %j",
    (more) => expect(coinsOf(more)).toEqual([15_400, 2_401 * Number({ ...flip, ...more }.Sold)]),
  );
});

describe("numbers", () => {
  it.each([
    ["1234", 1_234],
    ["1,234,567", 1_234_567],
    ["1 234", 1_234],
    ["1\u00A0234", 1_234],
    ["1'234", 1_234],
    ["0", 0],
    ["12,34", null],
    ["1.234", null],
    ["", null],
    ["-1", null],
    ["1e3", null],
    ["9007199254740992", null],
  ])("%j is %s", (text, value) => {
    expect(parseWhole(text)).toBe(value);
  });

  it("prices may have decimals", () => {
    expect(["101.5", "1,001.25", "7", "1.", "1.2.3", ".5"].map(parsePrice)).toEqual([
      101.5,
      1_001.25,
      7,
      null,
      null,
      null,
    ]);
  });
});
