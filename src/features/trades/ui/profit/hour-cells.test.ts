import { expect, it } from "vitest";
import { hourCells, hourSentence } from "./hour-cells.ts";

it("shades the hours of a week by the size of their gain or loss", () => {
  const cells = hourCells([
    { weekday: 0, hour: 9, flips: 2, profit: 1_600 },
    { weekday: 6, hour: 23, flips: 1, profit: -100 },
    { weekday: 2, hour: 0, flips: 3, profit: 0 },
  ]);
  expect(cells).toHaveLength(168);
  expect(cells[9]).toMatchObject({ sign: "gain", level: 4, mark: "+" });
  expect(cells[167]).toMatchObject({ sign: "loss", level: 1, mark: "−" });
  expect(cells[48]).toMatchObject({ sign: undefined, level: 0, flips: 3 });
  expect(cells[10]).toMatchObject({ flips: 0, level: 0 });
  expect(cells.flatMap((cell) => (cell.flips > 0 ? [hourSentence(cell)] : []))).toEqual([
    "Monday 09:00 to 10:00: +1,600 gp in 2 flips",
    "Wednesday 00:00 to 01:00: 0 gp in 3 flips",
    "Sunday 23:00 to 00:00: −100 gp in 1 flip",
  ]);
});
