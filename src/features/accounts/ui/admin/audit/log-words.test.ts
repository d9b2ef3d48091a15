import { expect, test } from "vitest";
import { detailText, whereText } from "./log-words.ts";

test("says where in as many words as are known", () => {
  const device = { browser: "Firefox", system: "Linux", kind: "desktop" } as const;
  const unknown = { browser: null, system: null, kind: "other" } as const;
  expect(whereText({ device, address: "203.0.113.7" })).toBe("Firefox on Linux · 203.0.113.7");
  expect(whereText({ device: { ...device, system: null }, address: null })).toBe("Firefox");
  expect(whereText({ device: unknown, address: "::1" })).toBe("::1");
  expect(whereText({ device: unknown, address: null })).toBe("");
});

test("writes facts in one line", () => {
  expect(detailText({ role: "admin", sessions: 2, own: false })).toBe("role: admin, sessions: 2, own: no");
  expect(detailText({})).toBe("");
});
