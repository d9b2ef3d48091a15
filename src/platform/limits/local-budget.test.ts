import { expect, test } from "vitest";
import { createLocalBudget } from "./local-budget.ts";

function budget(points: number) {
  let nowMs = 1_000_000;
  const clock = { now: () => new Date(nowMs) };
  return {
    spend: createLocalBudget({ points, durationS: 60 }, clock),
    advanceS: (seconds: number) => (nowMs += seconds * 1_000),
  };
}

test("a key has its points in each window, and a charge returns the rest and the end of the window", () => {
  const { spend, advanceS } = budget(2);
  expect(spend("a")).toMatchObject({ allowed: true, remaining: 1, resetS: 60 });
  advanceS(20);
  expect(spend("a")).toMatchObject({ allowed: true, remaining: 0, resetS: 40 });
  expect(spend("a")).toMatchObject({ allowed: false, remaining: 0, resetS: 40 });
  expect(spend("b")).toMatchObject({ allowed: true, remaining: 1 });
  advanceS(40);
  expect(spend("a")).toMatchObject({ allowed: true, remaining: 1, resetS: 60 });
});

test("many keys use bounded memory, and the newest stay counted", () => {
  const { spend } = budget(1);
  for (let key = 0; key < 60_000; key++) spend(String(key));
  expect(spend("59999").allowed).toBe(false);
  expect(spend("0").allowed).toBe(true);
});
