import { expect, test } from "vitest";
import { readExportError } from "./export-error.ts";

const errorWith = (message: string, app: object | null) =>
  Object.assign(new Error(message), { data: { app } });

test("a gate links to the plans, a missing session to sign-in, other errors show their message", () => {
  const gate = { code: "plan_required", needs: "pro", allowance: "exports", upgradeUrl: "/plans" };
  expect(readExportError(errorWith("CSV is part of Pro", gate))).toEqual({
    message: "CSV is part of Pro",
    link: { text: "Go to Plans", href: "/plans" },
  });
  expect(readExportError(errorWith("Sign in", { code: "unauthenticated" }))?.link).toEqual({
    text: "Sign in",
    href: "/sign-in",
  });
  const limit = readExportError(errorWith("Wait 5 seconds", { code: "rate_limited", retryAfterS: 5 }));
  expect(limit).toEqual({ message: "Wait 5 seconds", link: null });
});

test("an internal error, a network error and a non-error are no refusals", () => {
  expect(readExportError(errorWith("Internal error (1)", null))).toBeNull();
  expect(readExportError(new TypeError("fetch failed"))).toBeNull();
  expect(readExportError("no")).toBeNull();
});
