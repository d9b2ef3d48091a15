import { expect, test } from "vitest";
import { gateOf } from "./gate.ts";

const refusal = (app: unknown) => Object.assign(new Error("API keys: your plan allows 0"), { data: { app } });

test("reads the message and the link of a plan_required error", () => {
  const app = { code: "plan_required", needs: "pro", allowance: "apiKeys", allowed: 0, upgradeUrl: "/plans" };
  expect(gateOf(refusal(app))).toEqual({ message: "API keys: your plan allows 0", href: "/plans" });
});

test("ignores a link to another site", () => {
  for (const upgradeUrl of ["https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example", 7]) {
    expect(gateOf(refusal({ code: "plan_required", upgradeUrl }))?.href).toBe("/plans");
  }
});

test("returns null for other errors", () => {
  for (const error of [null, new Error("away"), refusal(null), refusal({ code: "forbidden" })]) {
    expect(gateOf(error)).toBeNull();
  }
});
