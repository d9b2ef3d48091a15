import { expect, test } from "vitest";
import { withoutCovered } from "./beside-tags.ts";

const labels = ["a", "b", "c", "d"];
const ys = [0, 40, 80, 120];

test("leaves out what a tag covers, and nothing else", () => {
  expect(withoutCovered(labels, ys, [])).toEqual(labels);
  expect(withoutCovered(labels, ys, [null])).toEqual(labels);
  expect(withoutCovered(labels, ys, [50])).toEqual(["a", "", "c", "d"]);
  expect(withoutCovered(labels, ys, [60])).toEqual(labels);
  expect(withoutCovered(labels, ys, [500])).toEqual(labels);
  expect(withoutCovered(labels, [null, null, null, null], [0])).toEqual(labels);
});

test("knows that tags that are close push each other apart", () => {
  expect(withoutCovered(labels, ys, [58, 62])).toEqual(["a", "", "", "d"]);
});
