import fc from "fast-check";
import { expect, it } from "vitest";
import { BUY_WINDOW_MS, buyWindowAt, leftOf } from "./buy-window.ts";

const HOUR_MS = 3_600_000;
const buysAt = (...hours: number[]) => hours.map((hour) => ({ atMs: hour * HOUR_MS, quantity: 10 }));

it("opens with the first unit and stays where it is, whatever is bought later", () => {
  const window = { openedMs: 0, endsMs: 4 * HOUR_MS, bought: 20 };
  expect(buyWindowAt(buysAt(0, 3), 3.9 * HOUR_MS)).toEqual(window);
  expect(buyWindowAt(buysAt(0, 3), 4 * HOUR_MS)).toBeNull();
  expect(buyWindowAt(buysAt(0, 3, 4), 5 * HOUR_MS)).toEqual({
    openedMs: 4 * HOUR_MS,
    endsMs: 8 * HOUR_MS,
    bought: 10,
  });
});

it("knows nothing of what comes later, and of no purchase", () => {
  expect(buyWindowAt(buysAt(0, 3), HOUR_MS)).toMatchObject({ bought: 10 });
  expect(buyWindowAt([], 0)).toBeNull();
});

it("leaves no less than nothing, and is unknown where the limit is", () => {
  const window = buyWindowAt(buysAt(0), 0);
  expect(leftOf(25, window)).toBe(15);
  expect(leftOf(5, window)).toBe(0);
  expect(leftOf(25, null)).toBe(25);
  expect(leftOf(null, window)).toBeNull();
});

it("counts every unit in one window, and no window is longer than four hours", () => {
  const times = fc
    .array(fc.nat(40), { minLength: 1, maxLength: 30 })
    .map((hours) => hours.toSorted((a, b) => a - b));
  fc.assert(
    fc.property(times, (hours) => {
      const buys = buysAt(...hours);
      let [counted, endsMs] = [0, -1];
      for (const [index, { atMs }] of buys.entries()) {
        if (buys[index + 1]?.atMs === atMs) continue;
        const window = buyWindowAt(buys, atMs);
        expect(window?.endsMs).toBe((window?.openedMs ?? 0) + BUY_WINDOW_MS);
        const isLast = (buys[index + 1]?.atMs ?? Infinity) >= (window?.endsMs ?? 0);
        if (isLast) counted += window?.bought ?? 0;
        expect(window?.openedMs === atMs || atMs < endsMs).toBe(true);
        endsMs = window?.endsMs ?? 0;
      }
      expect(counted).toBe(buys.length * 10);
    }),
  );
});
