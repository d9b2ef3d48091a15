import { expect, it } from "vitest";
import { asHtml } from "#ui/shell/trusted-types.ts";
import { EARLY_KEYS_SCRIPT } from "./early-keys.ts";

type Press = { key: string; ctrlKey?: boolean; metaKey?: boolean; altKey?: boolean; inField?: boolean };

/** The key that the script keeps of some presses, and how many of them it uses up. */
function press(...presses: Press[]): { kept: string | undefined; used: number } {
  const window: { geEarlyKey?: string } = {};
  let listen: (event: object) => void = () => undefined;
  // The text that pages carry.
  // oxlint-disable-next-line no-new-func, typescript/no-implied-eval
  new Function("window", "addEventListener", EARLY_KEYS_SCRIPT)(window, (_: string, on: typeof listen) => {
    listen = on;
  });
  let used = 0;
  for (const { inField = false, ...event } of presses) {
    const target = { closest: () => (inField ? {} : null) };
    listen({ ...event, target, preventDefault: () => (used += 1) });
  }
  return { kept: window.geEarlyKey, used };
}

it("keeps the last key that opens something, and leaves the others alone", () => {
  expect(press({ key: "k", ctrlKey: true })).toEqual({ kept: "k", used: 1 });
  expect(press({ key: "K", metaKey: true })).toEqual({ kept: "k", used: 1 });
  expect(press({ key: "?" }, { key: "/" }, { key: "x" })).toEqual({ kept: "/", used: 2 });
  expect(press({ key: "k" }, { key: "k", ctrlKey: true, altKey: true })).toEqual({
    kept: undefined,
    used: 0,
  });
  expect(press({ key: "/", inField: true })).toEqual({ kept: undefined, used: 0 });
});

it("passes Trusted Types where React makes the page anew", () => {
  expect(asHtml(EARLY_KEYS_SCRIPT)).toBe(EARLY_KEYS_SCRIPT);
});
