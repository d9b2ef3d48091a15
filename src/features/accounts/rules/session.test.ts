import { expect, test } from "vitest";
import { isAtMaxAge } from "./session.ts";

const DAY_MS = 86_400_000;

test("a session's end moves with its use until 90 days after the sign-in", () => {
  const createdAt = Date.UTC(2026, 0, 1);
  const isFixed = (days: number) => isAtMaxAge({ createdAt, expiresAt: createdAt + days * DAY_MS });
  expect([30, 89, 90].map(isFixed)).toEqual([false, false, true]);
});
