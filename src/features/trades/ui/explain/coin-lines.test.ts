import fc from "fast-check";
import { expect, it } from "vitest";
import type { Flip } from "#features/trades/flips/contract.ts";
import { compareEvents } from "#features/trades/rules/ledger/ledger-event.ts";
import { Replay } from "#features/trades/rules/ledger/replay.ts";
import { coinLines } from "./coin-lines.ts";

const base: Flip = {
  id: "",
  state: "closed",
  kind: "sell",
  itemId: 561,
  characterId: "",
  quantity: 100,
  knownUnits: 100,
  missing: 0,
  cost: 10_000,
  gross: 11_000,
  tax: 200,
  profit: 800,
  roi: 0.08,
  unexplained: 0,
  boughtAt: 0,
  soldAt: 0,
  heldMs: 0,
  gpPerHour: null,
  source: "hand",
  isExact: true,
};

it("adds up from what was received to the profit", () => {
  expect(coinLines(base)).toEqual([
    { label: "Received for 100 units × 110 gp", gp: 11_000, isSum: false },
    { label: "Grand Exchange tax", gp: -200, isSum: false },
    { label: "After tax", gp: 10_800, isSum: true },
    { label: "Cost of 100 units", gp: -10_000, isSum: false },
    { label: "Profit", gp: 800, isSum: true },
  ]);
});

it("never calls a sale without a cost basis a loss", () => {
  const unknown = { ...base, cost: null, knownUnits: 0, profit: null, unexplained: 10_800, missing: 100 };
  const lines = coinLines(unknown) ?? [];
  expect(lines.at(-1)).toEqual({
    label: "Without a cost basis: neither profit nor loss",
    gp: 10_800,
    isSum: true,
  });
  expect(lines.map(({ label }) => label).join()).not.toContain("Loss");
});

it("has nothing to add up while a flip is open", () => {
  expect(coinLines({ ...base, state: "open", kind: "lot", gross: null, tax: null, profit: null })).toBeNull();
});

const trade = fc.record({
  kind: fc.constantFrom("buy" as const, "sell" as const),
  quantity: fc.integer({ min: 1, max: 50 }),
  coins: fc.integer({ min: 0, max: 1_000_000 }),
});

it("comes to the coin for each sale of any history", () => {
  fc.assert(
    fc.property(fc.array(trade, { maxLength: 20 }), (history) => {
      const replay = new Replay("fifo");
      const events = history.map((each, at) => ({
        ...each,
        id: String(at),
        atMs: at,
        characterId: "m",
        itemId: 561,
        tax: each.kind === "sell" ? Math.floor(each.coins / 50) : 0,
      }));
      for (const event of events.toSorted(compareEvents)) {
        const { takings, profit, unexplained } = replay.apply(event);
        if (event.kind === "buy") continue;
        const known = takings.filter(({ cost }) => cost !== null);
        const lines = coinLines({
          ...base,
          quantity: event.quantity,
          gross: event.coins,
          tax: event.tax,
          profit,
          unexplained,
          cost: known.length === 0 ? null : known.reduce((all, { cost }) => all + (cost ?? 0), 0),
          knownUnits: known.reduce((all, { units }) => all + units, 0),
        });
        const added = (lines ?? []).reduce((all, { gp, isSum }) => (isSum ? all : all + gp), 0);
        expect(lines?.at(-1)?.gp).toBe(added);
      }
    }),
  );
});
