import { expect, test } from "vitest";
import { refusalOf } from "./export-error.ts";

const told = (message: string, app: object | null) => Object.assign(new Error(message), { data: { app } });

test("a gate leads to the plans, nobody to the door, and what else was said is said", () => {
  const gate = { code: "plan_required", needs: "pro", allowance: "exports", upgradeUrl: "/plans" };
  expect(refusalOf(told("CSV is part of Pro", gate))).toEqual({
    message: "CSV is part of Pro",
    way: { words: "Go to Plans", href: "/plans" },
  });
  expect(refusalOf(told("Sign in", { code: "unauthenticated" }))?.way).toEqual({
    words: "Sign in",
    href: "/sign-in",
  });
  const limit = refusalOf(told("Wait 5 seconds", { code: "rate_limited", retryAfterS: 5 }));
  expect(limit).toEqual({ message: "Wait 5 seconds", way: null });
});

test("a failure of ours, of the browser or of the line is no refusal", () => {
  expect(refusalOf(told("Internal error (1)", null))).toBeNull();
  expect(refusalOf(new TypeError("fetch failed"))).toBeNull();
  expect(refusalOf("no")).toBeNull();
});
