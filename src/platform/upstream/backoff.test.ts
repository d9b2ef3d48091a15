import fc from "fast-check";
import { expect, it } from "vitest";
import { backoffMs } from "./backoff.ts";

const backoff = { baseMs: 500, capMs: 8_000 };

it("doubles the maximum wait up to the cap", () => {
  const longest = [0, 1, 2, 3, 4, 5, 60].map((attempt) => backoffMs(attempt, backoff, () => 1));
  expect(longest).toEqual([500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000]);
});

it("picks a delay between 0 and the maximum wait", () => {
  fc.assert(
    fc.property(fc.nat(100), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, share) => {
      const wait = backoffMs(attempt, backoff, () => share);
      const longest = backoffMs(attempt, backoff, () => 1);
      expect(wait).toBe(Math.floor(share * longest));
    }),
  );
});
