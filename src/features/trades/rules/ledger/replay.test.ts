import { describe, expect, it } from "vitest";
import type { CostMethod } from "./holding.ts";
import { START_MS } from "./ledger-fixture.ts";
import { chainOf } from "./ledger-event.ts";
import type { LedgerEvent } from "./ledger-event.ts";
import { fromScratch, inOrder } from "./plain-ledger.ts";
import type { Outcome } from "./replay.ts";

describe("a flip", () => {
  const at = (hour: number) => START_MS + hour * 3_600_000;
  const own = { characterId: "Zezima", itemId: 561 };
  const outcomesOf = (events: readonly LedgerEvent[], by: CostMethod = "fifo") =>
    inOrder(fromScratch(events, by)).map((outcome) => outcome as Outcome);

  it("of 100 nature runes at 100 and 110 earns 800 after 2% tax", () => {
    const events: LedgerEvent[] = [
      { ...own, id: "b", kind: "buy", atMs: at(24), quantity: 100, coins: 10_000 },
      { ...own, id: "s", kind: "sell", atMs: at(25), quantity: 100, coins: 11_000, tax: 200 },
    ];
    expect(outcomesOf(events)[1]).toMatchObject({ profit: 800, unexplained: 0, missing: [] });
  });

  it("takes the oldest units first, and their average by the other method", () => {
    const events: LedgerEvent[] = [
      { ...own, id: "b1", kind: "buy", atMs: at(1), quantity: 3, coins: 10 },
      { ...own, id: "b2", kind: "buy", atMs: at(2), quantity: 3, coins: 20 },
      { ...own, id: "s1", kind: "sell", atMs: at(3), quantity: 1, coins: 9, tax: 0 },
      { ...own, id: "s2", kind: "sell", atMs: at(4), quantity: 5, coins: 50, tax: 0 },
    ];
    const profits = (by: CostMethod) => outcomesOf(events, by).map(({ profit }) => profit);
    // The three units of the first lot cost 3, 3 and 4: no coin is lost.
    expect(profits("fifo")).toEqual([null, null, 6, 23]);
    expect(profits("average")).toEqual([null, null, 4, 25]);
  });

  it("without a purchase is neither a profit nor a loss", () => {
    const events: LedgerEvent[] = [
      { ...own, id: "b", kind: "buy", atMs: at(1), quantity: 4, coins: 40 },
      { ...own, id: "s", kind: "sell", atMs: at(2), quantity: 10, coins: 200, tax: 10 },
    ];
    expect(outcomesOf(events)[1]).toMatchObject({
      profit: 36,
      unexplained: 114,
      missing: [{ chain: chainOf("Zezima", 561), units: 6 }],
    });
    expect(outcomesOf(events.slice(1))[0]).toMatchObject({ profit: null, unexplained: 190 });
  });

  it("of a set shares its cost by the parts' weights, and alchemy is a sale", () => {
    const events: LedgerEvent[] = [
      { ...own, id: "b", kind: "buy", atMs: at(1), quantity: 1, coins: 101 },
      {
        id: "c",
        kind: "conversion",
        characterId: "Zezima",
        atMs: at(2),
        inputs: [{ itemId: 561, quantity: 1 }],
        outputs: [
          { itemId: 2, quantity: 1, weight: 3 },
          { itemId: 4151, quantity: 1, weight: 1 },
        ],
        paid: 10,
        received: 0,
      },
      {
        id: "a",
        kind: "conversion",
        characterId: "Zezima",
        atMs: at(3),
        inputs: [{ itemId: 4151, quantity: 1 }],
        outputs: [],
        paid: 0,
        received: 72_000,
      },
    ];
    const [, unpacked, alchemised] = outcomesOf(events);
    expect(unpacked?.opened.map(({ cost }) => cost)).toEqual([83, 28]);
    expect(unpacked?.profit).toBeNull();
    expect(alchemised?.profit).toBe(72_000 - 28);
  });

  it("keeps its cost and its age with a transfer, and sums stay whole", () => {
    const events: LedgerEvent[] = [
      { ...own, id: "b", kind: "buy", atMs: at(1), quantity: 7, coins: 100 },
      { ...own, id: "t", kind: "transfer", atMs: at(2), quantity: 3, toCharacterId: "Lynx Titan" },
      {
        ...own,
        id: "s",
        kind: "sell",
        atMs: at(9),
        characterId: "Lynx Titan",
        quantity: 3,
        coins: 60,
        tax: 0,
      },
    ];
    const [, moved, sold] = outcomesOf(events);
    expect(moved?.opened).toMatchObject([{ units: 3, cost: 42, boughtAtMs: at(1) }]);
    expect(sold?.profit).toBe(18);
    expect(sold?.unexplained).toBe(0);
  });
});
