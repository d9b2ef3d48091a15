import { expect, it } from "vitest";
import { readParts, weightsOf } from "./part.ts";

const item = (id: number) => ({ id, name: `Item ${id}`, icon: "" });
const prices = { 1: 300, 2: 100, 3: null } as Readonly<Record<number, number | null>>;
const items = { pricesOf: (id: number) => ({ high: prices[id] ?? null, low: null, highalch: null }) };

it("shares the cost of a conversion by what its goods are worth, alike where that is unknown", () => {
  const [a, b, c] = [1, 2, 3].map((id) => ({ item: item(id), quantity: 2 }));
  if (a === undefined || b === undefined || c === undefined) throw new Error("three parts");
  expect(weightsOf([a, b], items)).toEqual([600, 200]);
  expect(weightsOf([a, c], items)).toEqual([1, 1]);
});

it("reads whole rows, and none while one is half typed", () => {
  const whole = { key: 1, item: item(1), quantity: "1k" };
  const empty = { key: 2, item: null, quantity: " " };
  expect(readParts([whole, empty])).toEqual([{ item: item(1), quantity: 1_000 }]);
  expect(readParts([whole, { ...empty, quantity: "5" }])).toBeNull();
  expect(readParts([whole, { key: 3, item: item(2), quantity: "0" }])).toBeNull();
});
