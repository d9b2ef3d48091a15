import { expect, it } from "vitest";
import { periodBefore } from "./period-before.ts";

it("compares a period with the one of the same length before it", () => {
  expect(periodBefore({ from: 1_000, to: 1_500 }, 9_999)).toEqual({ from: 500, to: 1_000 });
  expect(periodBefore({ from: 1_000 }, 1_250)).toEqual({ from: 750, to: 1_000 });
  expect(periodBefore({ to: 1_500 }, 9_999)).toBeNull();
});
