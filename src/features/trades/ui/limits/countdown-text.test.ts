import { expect, it } from "vitest";
import { countdownText } from "./countdown-text.ts";

it("counts down by the second, and ends", () => {
  const left = (ms: number) => countdownText(1_000_000 + ms, 1_000_000);
  expect(left(4 * 3_600_000)).toBe("4:00:00");
  expect(left(4 * 3_600_000 - 1)).toBe("4:00:00");
  expect(left(3_599_000)).toBe("59:59");
  expect(left(61_001)).toBe("1:02");
  expect(left(1)).toBe("0:01");
  expect(left(0)).toBeNull();
  expect(left(-5)).toBeNull();
});
