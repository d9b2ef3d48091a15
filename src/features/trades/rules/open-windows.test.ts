import fc from "fast-check";
import { expect, it } from "vitest";
import { buyWindowAt } from "./buy-window.ts";
import { openWindows, sinceLastPause } from "./open-windows.ts";
import type { ReadBuys, WindowBuy } from "./open-windows.ts";

const HOUR_MS = 3_600_000;
const NOW_MS = Date.UTC(2026, 10, 20, 12);

/** Reads from an array as the database does, and notes how far back it was asked. */
function readerOf(history: readonly WindowBuy[]) {
  const asked: { hours: number; itemIds: readonly number[] | null }[] = [];
  const read: ReadBuys = async ({ fromMs, toMs }, itemIds) => {
    asked.push({ hours: (NOW_MS - fromMs) / HOUR_MS, itemIds });
    return history
      .filter(({ atMs, itemId }) => atMs >= fromMs && atMs < toMs && (itemIds?.includes(itemId) ?? true))
      .toSorted((a, b) => a.atMs - b.atMs);
  };
  return { read, asked };
}

const buy = (hoursAgo: number, itemId = 561): WindowBuy => ({
  characterId: "main",
  itemId,
  atMs: NOW_MS - hoursAgo * HOUR_MS,
  quantity: 10,
});

it("reads eight hours while they show a pause, and further back for the other items alone", async () => {
  const chain = Array.from({ length: 20 }, (_, index) => buy(0.5 + 3 * index));
  const { read, asked } = readerOf([...chain, buy(2, 2)]);
  const windows = await openWindows(read, NOW_MS);
  expect(windows.map(({ itemId, bought }) => [itemId, bought])).toEqual([
    [561, 20],
    [2, 10],
  ]);
  expect(asked).toEqual([
    { hours: 8, itemIds: null },
    { hours: 48, itemIds: [561] },
    { hours: 720, itemIds: [561] },
  ]);
});

it("finds no window where the last purchase is four hours old, or none was made", async () => {
  expect(await openWindows(readerOf([buy(4)]).read, NOW_MS)).toEqual([]);
  expect(await openWindows(readerOf([]).read, NOW_MS)).toEqual([]);
  expect(await openWindows(readerOf([buy(3.99)]).read, NOW_MS)).toHaveLength(1);
});

it("takes a pause of exactly four hours for one, and none from a reading that is too short", () => {
  expect(sinceLastPause([buy(5), buy(1)], NOW_MS - 8 * HOUR_MS)).toEqual([buy(1)]);
  expect(sinceLastPause([buy(4), buy(1)], NOW_MS - 8 * HOUR_MS)).toEqual([buy(4), buy(1)]);
  expect(sinceLastPause([buy(5), buy(2)], NOW_MS - 8 * HOUR_MS)).toBeNull();
});

it("equals the windows of the whole history, whatever it reads", async () => {
  const quarters = fc.oneof(fc.nat(60), fc.nat(2_000), fc.nat(20_000));
  const buys = fc.record({
    characterId: fc.constantFrom("main", "alt"),
    itemId: fc.constantFrom(2, 561),
    atMs: quarters.map((count) => NOW_MS - (count * HOUR_MS) / 4),
    quantity: fc.integer({ min: 1, max: 1_000 }),
  });
  // Long chains without a pause, which reach back for weeks.
  const chains = fc
    .array(fc.integer({ min: 1, max: 15 }), { maxLength: 400, size: "max" })
    .map((gaps) =>
      gaps.map((_, index) => buy(gaps.slice(0, index + 1).reduce((sum, gap) => sum + gap, 0) / 4)),
    );
  await fc.assert(
    fc.asyncProperty(fc.array(buys, { maxLength: 60 }), chains, async (loose, chain) => {
      const history = [...loose, ...chain].toSorted((a, b) => a.atMs - b.atMs);
      const expected = ["main", "alt"].flatMap((characterId) =>
        [2, 561].flatMap((itemId) => {
          const own = history.filter((each) => each.characterId === characterId && each.itemId === itemId);
          const window = buyWindowAt(own, NOW_MS);
          return window === null ? [] : [{ ...window, characterId, itemId }];
        }),
      );
      const found = await openWindows(readerOf(history).read, NOW_MS);
      const sorted = (windows: typeof found) =>
        windows.toSorted((a, b) => a.itemId - b.itemId || (a.characterId < b.characterId ? -1 : 1));
      expect(sorted(found)).toEqual(sorted(expected));
    }),
  );
});
