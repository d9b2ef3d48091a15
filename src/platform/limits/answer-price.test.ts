import { expect, test } from "vitest";
import { extraPoints } from "./answer-price.ts";

const KB = 1024;

test.each([
  ["a small cached answer", 1, { sent: 10 * KB, made: 0 }, 0],
  ["the client has the answer", 1, { sent: 0, made: 0 }, 0],
  ["a small answer that was made", 1, { sent: 20 * KB, made: 40 * KB }, 0],
  ["a large cached answer, compressed", 1, { sent: 150 * KB, made: 0 }, 2],
  ["the same, uncompressed and made", 1, { sent: 850 * KB, made: 850 * KB }, 26],
  ["a batch of 20 small ones", 20, { sent: 40 * KB, made: 40 * KB }, 0],
  ["a batch of 4 large ones", 4, { sent: 3_400 * KB, made: 3_400 * KB }, 103],
])("%s", (_name, calls, bytes, points) => {
  expect(extraPoints(calls, bytes)).toBe(points);
});
