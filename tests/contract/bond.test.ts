import { expect, test } from "vitest";
import { toItemColumns } from "#features/market/list/to-columns.ts";
import { CAPTURED_MS } from "../support/market/captures.ts";
import { capturedMarketRows } from "../support/market/captured-market.ts";

test("the bond's real prices are a loss of a million, because of its re-trade fee", async () => {
  const columns = toItemColumns(await capturedMarketRows(), CAPTURED_MS);
  const bond = columns.id.indexOf(13190);
  const fee = Math.floor(13_104_019 / 10);
  expect([columns.high[bond], columns.low[bond], columns.tax[bond]]).toEqual([13_299_048, 13_000_000, 0]);
  expect(columns.resaleFee[bond]).toBe(fee);
  expect(columns.margin[bond]).toBe(299_048 - fee);
  expect(columns.roi[bond]).toBeCloseTo((299_048 - fee) / 13_000_000, 5);
  expect(columns.breakEven[bond]).toBe(13_000_000 + fee);
  expect(columns.resaleFee.filter((other) => other !== 0)).toEqual([fee]);
});
