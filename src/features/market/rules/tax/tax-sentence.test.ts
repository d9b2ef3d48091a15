import { describe, expect, it } from "vitest";
import { taxSentence } from "./tax-sentence.ts";

const now = Date.UTC(2026, 8, 21);
const sale = { itemId: 4151, atMs: now };

describe("taxSentence", () => {
  it.each([
    [1_716_616, "2% of 1,716,616 is 34,332.32, rounded down to 34,332."],
    [1_000_000, "2% of 1,000,000 is 20,000."],
    [49, "2% of 49 is 0.98, rounded down to nothing."],
    [50, "2% of 50 is 1."],
    [0, "2% of 0 is 0."],
    [250_000_000, "2% of 250,000,000 is 5,000,000."],
    [1_500_000_000, "2% of 1,500,000,000 is 30,000,000; the tax on one item is capped at 5,000,000."],
  ])("explains a sale at %d", (price, sentence) => {
    expect(taxSentence(price, sale)).toBe(sentence);
  });

  it("names exempt items, and uses the rate of the day", () => {
    expect(taxSentence(1000, { itemId: 13190, atMs: now })).toBe(
      "This item is exempt from Grand Exchange tax.",
    );
    expect(taxSentence(110, { itemId: 4151, atMs: Date.UTC(2024, 0, 1) })).toBe(
      "1% of 110 is 1.1, rounded down to 1.",
    );
  });
});
