import { expect, it } from "vitest";
import type { RunningLimits } from "#features/trades/limits/contract.ts";
import { limitsByItem } from "./limits-by-item.ts";

const at = Date.UTC(2026, 10, 20, 12);
const limit = (itemId: number, character: string, left: number | null): RunningLimits["limits"][number] => ({
  characterId: character,
  character,
  itemId,
  name: "",
  icon: "",
  limit: left === null ? null : 70,
  bought: 70 - (left ?? 0),
  left,
  openedAt: at,
  endsAt: at,
});

it("shows the least that a character has left, and tells of each", () => {
  const limits = [limit(1, "Main", 40), limit(1, "Alt", 0), limit(1, "Third", 12), limit(2, "Main", null)];
  const byItem = limitsByItem({ at, characters: 3, limits });
  expect(byItem.get(1)?.left).toBe(0);
  expect(byItem.get(1)?.hint.replaceAll(/\d\d:\d\d/g, "–")).toBe(
    [
      "Main: 40 of 70 left, whole again at –",
      "Alt: 0 of 70 left, whole again at –",
      "Third: 12 of 70 left, whole again at –",
    ].join("\n"),
  );
  expect(byItem.get(2)).toMatchObject({
    left: null,
    hint: expect.stringMatching(/^Main: 70 bought, limit unknown/),
  });
  expect(limitsByItem({ at, characters: 1, limits: [limit(1, "Main", 5)] }).get(1)?.hint).toMatch(
    /^5 of 70 left/,
  );
});
