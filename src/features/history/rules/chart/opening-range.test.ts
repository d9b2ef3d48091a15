import fc from "fast-check";
import { expect, test } from "vitest";
import { openingRange, showsDays } from "./opening-range.ts";
import { chartRanges, rangeOf } from "./range.ts";

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 20);
const ago = (...days: number[]) => days.map((day) => NOW - day * DAY);

test.each([
  ["a busy item on its last day", 100, [], "1d"],
  ["an item with some trades today and none on record yet", 2, [], "1d"],
  ["an item without any trade", 0, [], "1d"],
  ["an item of most days on a week", 2, ago(1, 2, 3, 4, 5, 6), "7d"],
  ["an item of every fifth day on a month", 0, ago(3, 8, 13, 18, 23, 28, 33), "30d"],
  ["an item of every second week on 90 days", 0, ago(10, 24, 38, 52, 66, 80, 94), "90d"],
  ["an item of every second month on a year", 0, ago(20, 80, 140, 200, 260, 320, 380), "1y"],
  ["an item that is not traded any more on all time", 0, ago(900, 901), "all"],
  ["an item with one trade on the shortest range that has it", 0, ago(40), "90d"],
])("opens %s", (_, tradedToday, days, range) => {
  expect(openingRange(tradedToday, days, NOW)).toBe(range);
});

test("opens on days where shorter buckets are not on record for as long", () => {
  const days = ago(10, 20, 40, 50, 60, 70);
  expect(openingRange(0, days, NOW)).toBe("90d");
  expect(showsDays("90d", days, days, NOW)).toBe("90d");
  expect(showsDays("90d", ago(10), days, NOW)).toBe("1y");
  expect(showsDays("30d", ago(10), ago(10), NOW)).toBe("30d");
  expect(showsDays("90d", [], [], NOW)).toBe("90d");
});

test("shows a trade wherever one is on record, and no shorter range would show six", () => {
  const days = fc.array(fc.integer({ min: 1, max: 4_000 }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(days, (back) => {
      const traded = [...new Set(ago(...back))];
      const chosen = openingRange(0, traded, NOW);
      const shownIn = (range: (typeof chartRanges)[number]) =>
        traded.filter((day) => day >= NOW - (rangeOf[range].spanMs ?? NOW)).length;
      expect(shownIn(chosen)).toBeGreaterThan(0);
      for (const shorter of chartRanges.slice(1, chartRanges.indexOf(chosen))) {
        expect(shownIn(shorter)).toBeLessThan(Math.min(6, traded.length));
      }
    }),
  );
});
