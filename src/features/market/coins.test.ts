import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCoins } from "./coins.ts";

describe("parseCoins", () => {
  it.each([
    ["0", 0],
    ["1716616", 1_716_616],
    ["1,716,616", 1_716_616],
    ["1 716 616 gp", 1_716_616],
    ["1.5m", 1_500_000],
    ["1.1M", 1_100_000],
    ["250k", 250_000],
    ["2.147483647b", 2_147_483_647],
    [" 12.50 k ", 12_500],
  ])("reads %s", (text, coins) => {
    expect(parseCoins(text)).toBe(coins);
  });

  it.each(["", "-5", "1.5", "1.2345k", "1,71", "m", "1e6", "abc", "10x", "99999999b", "NaN", "1..5m"])(
    "refuses %s",
    (text) => {
      expect(parseCoins(text)).toBeNull();
    },
  );

  it("reads every whole amount back from its own digits", () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (coins) => {
        expect(parseCoins(String(coins))).toBe(coins);
        expect(parseCoins(coins.toLocaleString("en"))).toBe(coins);
      }),
    );
  });
});
