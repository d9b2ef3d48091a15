import { expect, test } from "vitest";
import { gateOf } from "./gate.ts";

const refusal = (app: unknown) => Object.assign(new Error("API keys: your plan allows 0"), { data: { app } });

test("a gate's refusal says what is missing and the way to get it", () => {
  const app = { code: "plan_required", needs: "pro", allowance: "apiKeys", allowed: 0, upgradeUrl: "/plans" };
  expect(gateOf(refusal(app))).toEqual({ message: "API keys: your plan allows 0", href: "/plans" });
});

test("a way that leads off this site is not taken", () => {
  for (const upgradeUrl of ["https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example", 7]) {
    expect(gateOf(refusal({ code: "plan_required", upgradeUrl }))?.href).toBe("/plans");
  }
});

test("other failures are no gates", () => {
  for (const error of [null, new Error("away"), refusal(null), refusal({ code: "forbidden" })]) {
    expect(gateOf(error)).toBeNull();
  }
});
