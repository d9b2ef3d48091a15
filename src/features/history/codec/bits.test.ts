import { expect, test } from "vitest";
import { BitReader, BitWriter, RiceReader, RiceWriter } from "./bits.ts";

/** The numbers as they read back, and one behind them that shows where the reader stands. */
function throughBits(values: readonly number[], parameter: number): number[] {
  const out = new BitWriter(0);
  const writer = new RiceWriter(out, parameter);
  for (const value of values) writer.put(value);
  out.put(0b101, 3);
  const from = new BitReader(out.end(), 0);
  const reader = new RiceReader(from);
  return [...values.map(() => reader.take()), from.take(3)];
}

// The edges between the codes lie at some twenty times the running mean, where random numbers seldom fall.
test("a number of any size reads back behind a calm of any height", () => {
  for (let parameter = 0; parameter <= 24; parameter += 1) {
    for (let times = 0; times <= 64; times += 1) {
      for (const more of [0, 1, 2 ** parameter - 1]) {
        const values = [times * 2 ** parameter + more, 1, 0];
        expect([parameter, times, ...throughBits(values, parameter)]).toEqual([
          parameter,
          times,
          ...values,
          0b101,
        ]);
      }
    }
  }
});
