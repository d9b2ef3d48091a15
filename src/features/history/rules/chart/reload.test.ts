import { expect, test } from "vitest";
import { timesteps } from "#features/history/contract.ts";
import { reloadMark } from "./reload.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = Date.UTC(2026, 10, 20);

/** What the status says at a minute of two days: buckets are stored two minutes after they close. */
const statusAt = (minute: number) => {
  const storedMs = DAY + (minute - 2) * MINUTE;
  return {
    version: minute,
    fiveMinuteAt: Math.floor(storedMs / (5 * MINUTE)) * 5 * MINUTE - 5 * MINUTE,
    oneHourAt: Math.floor(storedMs / HOUR) * HOUR - HOUR,
    backfill: null,
  };
};
const changesIn = (minutes: number, marks: readonly string[]) =>
  marks.slice(1, minutes + 1).filter((mark, index) => mark !== marks[index]).length;

test("changes once a bucket of the step, not with each tick", () => {
  const minutes = 2 * 24 * 60;
  const counts = timesteps.map((step) => {
    const marks = Array.from({ length: minutes + 1 }, (_, minute) => reloadMark(step, statusAt(minute)));
    return [step, changesIn(minutes, marks)];
  });
  expect(counts).toEqual([
    ["5m", 2 * 288],
    ["1h", 48],
    ["6h", 8],
    ["24h", 2],
  ]);
});

test("changes with each tick while older buckets are fetched, and once more when they are there", () => {
  const fetching = { ...statusAt(3), backfill: { done: 1, total: 2 } };
  const marks = [fetching, { ...fetching, version: 4 }, { ...fetching, version: 4, backfill: null }].map(
    (status) => reloadMark("24h", status),
  );
  expect(new Set(marks).size).toBe(3);
});

test("knows no bucket before the first is stored", () => {
  const empty = { version: 1, fiveMinuteAt: null, oneHourAt: null, backfill: null };
  for (const step of timesteps) {
    expect(reloadMark(step, { ...empty, version: 2 })).toBe(reloadMark(step, empty));
    expect(reloadMark(step, statusAt(0))).not.toBe(reloadMark(step, empty));
  }
});
