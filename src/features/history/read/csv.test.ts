import { expect, test } from "vitest";
import type { PriceHistory } from "#features/history/contract.ts";
import { toCsv } from "./csv.ts";

const history: PriceHistory = {
  itemId: 4151,
  timestep: "5m",
  stepS: 300,
  gaps: [],
  gate: null,
  from: 1_790_000_100_000,
  to: 1_790_001_000_000,
  columns: {
    at: [1_790_000_100_000, 1_790_000_700_000],
    avgHigh: [2_147_483_647, null],
    avgLow: [1_716_616, 5],
    highVolume: [12, 0],
    lowVolume: [9_007_199_254_740_991, 1],
  },
};

test("writes every digit, ISO times in UTC and units in the header", () => {
  expect(toCsv([{ name: "Abyssal whip", history }])).toBe(
    [
      "Item id,Item,Time (UTC),Average high (gp),Average low (gp),Bought instantly (units),Sold instantly (units)",
      "4151,Abyssal whip,2026-09-21T14:15:00.000Z,2147483647,1716616,12,9007199254740991",
      "4151,Abyssal whip,2026-09-21T14:25:00.000Z,,5,0,1",
      "",
    ].join("\r\n"),
  );
});

test("quotes what must be quoted and lets no name be a formula", () => {
  const [, quoted] = toCsv([{ name: 'A "pair", boxed', history }]).split("\r\n");
  expect(quoted).toContain('4151,"A ""pair"", boxed",2026');
  const [, formula] = toCsv([{ name: "=1+1", history }]).split("\r\n");
  expect(formula).toContain("4151,'=1+1,2026");
});

test("has a header alone where nobody traded", () => {
  expect(toCsv([]).split("\r\n")).toHaveLength(2);
});
