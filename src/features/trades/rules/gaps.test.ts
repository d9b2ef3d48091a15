import { expect, it } from "vitest";
import { forgottenAfterMs, parseGapId } from "./gaps.ts";

const DAY = 86_400_000;

it("calls a lot forgotten after ten times the usual holding time", () => {
  expect(forgottenAfterMs(null)).toBe(30 * DAY);
  expect(forgottenAfterMs(60_000)).toBe(3 * DAY);
  expect(forgottenAfterMs(2 * DAY)).toBe(20 * DAY);
});

it("reads its own ids only", () => {
  const id = "5f0b1d3c-7a52-4f5e-9a39-2d1f6c0b8e11";
  expect(parseGapId(`buy:${id}`)).toEqual({ kind: "buy", of: id });
  expect(parseGapId(`sell:${id}:2`)).toEqual({ kind: "sell", of: `${id}:2` });
  for (const other of ["", id, `buy:${id}:2`, `sell:x`, `hold:${id}`]) expect(parseGapId(other)).toBeNull();
});
