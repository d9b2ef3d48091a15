import { describe, expect, test } from "vitest";
import { taxGp, breakEvenGp } from "#features/market/rules/tax/tax.ts";
import { compareEvents } from "#features/trades/rules/ledger/ledger-event.ts";
import type { LedgerEvent } from "#features/trades/rules/ledger/ledger-event.ts";
import { Replay } from "#features/trades/rules/ledger/replay.ts";
import { chainOf } from "#features/trades/rules/ledger/ledger-event.ts";
import { localTimeReader } from "#features/trades/rules/logs/local-time.ts";
import type { LoggedTrade } from "#features/trades/rules/logs/logged-trade.ts";
import { recogniseLog } from "#features/trades/rules/logs/recognise.ts";
import { saleTax } from "#features/trades/rules/sale-tax.ts";
import { readCapture } from "../support/market/captures.ts";
import { SAMPLES, parseLog, readFigures, readSample } from "../support/trades/samples.ts";
import type { Figures, ItemFigures } from "../support/trades/samples.ts";

type Trade = Figures["trades"][number];

const catalogue = await readCapture<[id: number, name: string][]>("item-names.json");
const idByName = new Map(catalogue.map(([id, name]) => [name, id]));
const idOf = ({ item }: LoggedTrade) => ("id" in item ? item.id : (idByName.get(item.name) ?? null));

function momentsOf({ time }: LoggedTrade, zone: string | null): number[] {
  if ("epochMs" in time) return [time.epochMs];
  if (zone === null) throw new Error(`${time.local} needs a zone`);
  return localTimeReader(zone)(time.local);
}

/** As an import stores it: the price before tax, and the tax of the time. */
function tradeOf(logged: LoggedTrade, itemId: number, zone: string | null): Trade {
  const { side, quantity, coins, isAfterTax, character, isInferred } = logged;
  const moments = momentsOf(logged, zone);
  const sale = { itemId, atMs: moments[0] ?? Number.NaN };
  const gross = isAfterTax ? breakEvenGp(coins / quantity, sale) * quantity : coins;
  const tax = side === "buy" ? 0 : saleTax(gross, quantity, sale).tax;
  const iso = moments.map((moment) => new Date(moment).toISOString());
  const at = iso.length === 1 ? (iso[0] ?? "") : iso;
  return { at, character, side, itemId, quantity, gross, tax, ...(isInferred && { isInferred }) };
}

const firstAt = ({ at }: Trade) => (typeof at === "string" ? at : (at[0] ?? ""));
const inOrder = (trades: readonly Trade[]) =>
  trades.toSorted((a, b) => JSON.stringify([firstAt(a), a]).localeCompare(JSON.stringify([firstAt(b), b])));

const eventOf = (trade: Trade, index: number): LedgerEvent => ({
  id: `e${index}`,
  atMs: Date.parse(firstAt(trade)),
  characterId: trade.character ?? "",
  itemId: trade.itemId,
  quantity: trade.quantity,
  coins: trade.gross,
  ...(trade.side === "buy" ? { kind: "buy" } : { kind: "sell", tax: trade.tax }),
});

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

/** What the ledger's laws make of the trades, by character and item. */
function replay(trades: readonly Trade[]): ItemFigures[] {
  const ledger = new Replay("fifo");
  const outcomes = trades
    .map((trade, index) => ({ trade, event: eventOf(trade, index) }))
    .toSorted((a, b) => compareEvents(a.event, b.event))
    .map(({ trade, event }) => ({ trade, outcome: ledger.apply(event) }));
  const byChain = Map.groupBy(outcomes, ({ trade }) => chainOf(trade.character ?? "", trade.itemId));
  return [...byChain].map(([chain, all]) => {
    const of = (side: "buy" | "sell") => all.filter(({ trade }) => trade.side === side);
    const total = (side: "buy" | "sell", field: "quantity" | "gross" | "tax") =>
      sum(of(side).map(({ trade }) => trade[field]));
    const profits = all.map(({ outcome }) => outcome.profit).filter((profit) => profit !== null);
    const rest = ledger.holding(chain).rest();
    return {
      character: all[0]?.trade.character ?? null,
      itemId: all[0]?.trade.itemId ?? 0,
      bought: total("buy", "quantity"),
      spent: total("buy", "gross"),
      sold: total("sell", "quantity"),
      received: total("sell", "gross"),
      tax: total("sell", "tax"),
      profit: profits.length === 0 ? null : sum(profits),
      unexplained: sum(all.map(({ outcome }) => outcome.unexplained)),
      missing: sum(all.flatMap(({ outcome }) => outcome.missing.map(({ units }) => units))),
      held: sum(rest.map(({ units }) => units)),
      heldCost: sum(rest.map(({ cost }) => cost ?? 0)),
    };
  });
}

const byItem = (items: readonly ItemFigures[]) =>
  items.toSorted((a, b) => a.itemId - b.itemId || (a.character ?? "").localeCompare(b.character ?? ""));

describe.each(SAMPLES)("%s", (name) => {
  test("is recognised by its content", async () => {
    expect(recogniseLog((await readSample(name)).slice(0, 4_096))).toBe((await readFigures(name)).format);
  });

  test("has the trades that were worked out by hand, and their profit", async () => {
    const figures = await readFigures(name);
    const { trades, repeated, refused } = parseLog(figures.format, await readSample(name));
    const matched = trades.flatMap((trade) => {
      const itemId = idOf(trade);
      return itemId === null ? [] : [tradeOf(trade, itemId, figures.zone)];
    });
    // The columns of a table are what its owner says, so its parser is tested with the mapper.
    const isTable = figures.format === "table";
    const read = isTable ? figures.trades : matched;
    expect(inOrder(read)).toEqual(inOrder(figures.trades));
    expect([repeated, refused.length]).toEqual(isTable ? [0, 0] : [figures.repeated, figures.refused]);
    const unmatched = trades
      .filter((trade) => idOf(trade) === null)
      .map(({ item }) => "name" in item && item.name);
    expect(isTable ? figures.unmatched : unmatched).toEqual(figures.unmatched);

    const items = replay(read);
    expect(byItem(items)).toEqual(byItem(figures.items));
    expect(sum(items.map(({ profit }) => profit ?? 0))).toBe(figures.profit);
  });
});

test("the figures agree with the rule of the tax, unit by unit", async () => {
  for (const name of SAMPLES) {
    for (const { side, itemId, quantity, gross, tax, at } of (await readFigures(name)).trades) {
      const unit = Math.floor(gross / quantity);
      const sale = { itemId, atMs: Date.parse(typeof at === "string" ? at : (at[0] ?? "")) };
      expect([name, tax]).toEqual([name, side === "buy" ? 0 : taxGp(unit, sale) * quantity]);
    }
  }
});
