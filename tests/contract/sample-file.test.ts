import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { recogniseLog } from "#features/trades/rules/logs/recognise.ts";

test("the sample file that the page of flips offers is a log that can be read without help", () => {
  expect(recogniseLog(readFileSync("public/sample-trades.csv", "utf8"))).toBe("copilot-transactions");
});
