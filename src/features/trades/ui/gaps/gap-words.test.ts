import { expect, it } from "vitest";
import { momentText } from "#features/trades/ui/words.ts";
import { gapSentence } from "./gap-words.ts";

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 28);
const shared = { id: "", itemId: 561, characterId: "", units: 60, proposal: { at: 0, price: null } };

it("says what left without a purchase", () => {
  const gap = { kind: "buy", ...shared, left: "sell", leftAt: NOW, quantity: 100, gross: 11_000 } as const;
  expect(gapSentence(gap, "Nature rune", NOW)).toBe(
    `You sold 100 × Nature rune on ${momentText(NOW)}, but a purchase of 60 of them is missing.`,
  );
  expect(gapSentence({ ...gap, quantity: 60 }, "Nature rune", NOW)).toContain("no purchase of them is here");
});

it("says why a lot looks forgotten", () => {
  const gap = {
    kind: "sell",
    ...shared,
    boughtAt: NOW - 8 * DAY,
    cost: 300,
    usualMs: 3_600_000,
    tradedAt: NOW - 2 * DAY,
  } as const;
  const text = gapSentence(gap, "Whip", NOW);
  expect(text).toContain("60 × Whip 8d ago");
  expect(text).toContain("You usually sell after 1h.");
  expect(gapSentence({ ...gap, usualMs: null }, "Whip", NOW)).not.toContain("usually");
});
