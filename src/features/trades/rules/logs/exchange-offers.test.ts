import { describe, expect, it } from "vitest";
import { parseExchangeLine } from "./exchange-line.ts";
import { ExchangeOffers } from "./exchange-offers.ts";
import { isRefusal } from "./logged-trade.ts";

function tradesOf(...lines: string[]) {
  const offers = new ExchangeOffers();
  const trades = lines.flatMap((text) => {
    const line = parseExchangeLine(text);
    if (isRefusal(line)) throw new Error(`${line.reason}: ${text}`);
    return offers.next(line);
  });
  return [...trades, ...offers.end()].map(({ side, item, quantity, coins, time, isInferred }) => [
    side,
    "id" in item ? item.id : item.name,
    quantity,
    coins,
    "local" in time ? time.local.slice(11) : time.epochMs,
    ...(isInferred ? ["inferred"] : []),
  ]);
}

const json = (time: string, state: string, qty: number, worth: number, more: object = {}) =>
  JSON.stringify({
    date: "2026-09-21",
    time,
    state,
    slot: 3,
    item: 561,
    qty,
    worth,
    max: 100,
    offer: 102,
    ...more,
  });
const empty = (time: string) =>
  JSON.stringify({
    date: "2026-09-21",
    time,
    state: "EMPTY",
    slot: 3,
    item: 0,
    qty: 0,
    worth: 0,
    max: 0,
    offer: 0,
  });

describe("the three forms of a line", () => {
  const expected = {
    local: "2026-09-21T14:13:20",
    state: "BOUGHT",
    slot: 3,
    itemId: 561,
    quantity: 100,
    worth: 10_000,
  };
  it.each([
    ["JSON", json("14:13:20", "BOUGHT", 100, 10_000), { max: 100, offer: 102 }],
    ["CSV", "2026-09-21,14:13:20,BOUGHT,3,561,100,10000,100,102", { max: 100, offer: 102 }],
    [
      "text",
      "2026-09-21 14:13:20 state: BOUGHT slot: 3 item: 561 qty: 100 worth: 10000",
      { max: null, offer: null },
    ],
  ])("%s", (_form, text, more) => {
    expect(parseExchangeLine(text)).toEqual({ ...expected, ...more });
  });

  it("writes what a sale brought before tax, also where the log has it after tax", () => {
    const sold = "2026-09-21,15:00:00,SOLD,3,561,100,10800,100,110,200";
    expect(parseExchangeLine(sold)).toMatchObject({ worth: 11_000 });
    expect(parseExchangeLine(sold.replace("SOLD", "BOUGHT"))).toMatchObject({ worth: 10_800 });
  });

  it.each([
    ["", "date"],
    ["hello there", "date"],
    ["{", null],
    ["2026-09-21,14:13:20,BOUGHT,3", null],
    ["2026-09-21,14:13:20,BOUGHT,9,561,100,10000,100,102", "slot"],
    ["2026-09-21,14:13:20,LOST,3,561,100,10000,100,102", "state"],
    ["2026-09-21,14:13:20,BOUGHT,3,0,100,10000,100,102", "item"],
    ["2026-09-21,14:13:20,BOUGHT,3,561,1e9999,10000,100,102", "qty"],
    ["21/09/2026,14:13:20,BOUGHT,3,561,100,10000,100,102", "date"],
  ])("refuses %j and names the field %j", (text, field) => {
    const line = parseExchangeLine(text);
    expect(isRefusal(line) && line.reason).toContain(
      field === null ? "not one of the Exchange Logger" : `"${field}"`,
    );
  });
});

describe("the trades of a log", () => {
  it("counts an offer once, at its last line, with its whole amounts", () => {
    expect(
      tradesOf(
        json("14:10:00", "BUYING", 0, 0),
        json("14:11:00", "BUYING", 40, 4_000),
        json("14:13:20", "BOUGHT", 100, 10_000),
        empty("14:14:00"),
      ),
    ).toEqual([["buy", 561, 100, 10_000, "14:13:20"]]);
  });

  it("counts no line twice that a login repeats, and the same offer again as another trade", () => {
    const bought = json("14:13:20", "BOUGHT", 100, 10_000);
    const repeated = json("15:00:00", "BOUGHT", 100, 10_000);
    expect(tradesOf(bought, empty("14:59:59"), repeated, repeated)).toHaveLength(1);
    expect(tradesOf(bought, empty("15:00:00"), json("15:01:00", "BUYING", 0, 0), repeated)).toHaveLength(2);
    expect(tradesOf(bought, json("15:01:00", "BUYING", 0, 0), repeated)).toHaveLength(2);
  });

  it("does not end an offer at the empty slot of a login", () => {
    expect(
      tradesOf(
        json("14:11:00", "BUYING", 40, 4_000),
        empty("15:00:00"),
        json("15:00:01", "BUYING", 40, 4_000),
        json("15:13:20", "BOUGHT", 100, 10_000),
      ),
    ).toEqual([["buy", 561, 100, 10_000, "15:13:20"]]);
  });

  it("counts a cancelled offer with what it had, and none that had nothing", () => {
    expect(tradesOf(json("14:11:00", "SELLING", 7, 770), json("14:12:00", "CANCELLED_SELL", 7, 770))).toEqual(
      [["sell", 561, 7, 770, "14:12:00"]],
    );
    expect(tradesOf(json("14:11:00", "BUYING", 0, 0), json("14:12:00", "CANCELLED_BUY", 0, 0))).toEqual([]);
  });

  it("infers a trade whose last line is missing from the line before", () => {
    const part = json("14:11:00", "BUYING", 40, 4_000);
    const inferred = ["buy", 561, 40, 4_000, "14:11:00", "inferred"];
    expect(tradesOf(part, empty("14:20:00"))).toEqual([inferred]);
    expect(tradesOf(part, json("16:00:00", "SELLING", 0, 0))).toEqual([inferred]);
    expect(tradesOf(part, json("16:00:00", "BUYING", 10, 1_000))).toEqual([inferred]);
  });

  it("leaves an offer that may still be open for the next log", () => {
    expect(tradesOf(json("14:11:00", "BUYING", 40, 4_000))).toEqual([]);
  });

  it("keeps the slots apart", () => {
    expect(
      tradesOf(
        json("14:10:00", "BUYING", 50, 5_000),
        json("14:11:00", "SOLD", 9, 990, { slot: 0 }),
        json("14:12:00", "BOUGHT", 100, 10_000),
      ),
    ).toEqual([
      ["sell", 561, 9, 990, "14:11:00"],
      ["buy", 561, 100, 10_000, "14:12:00"],
    ]);
  });
});
