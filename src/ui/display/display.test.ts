import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { expect, it } from "vitest";
import { asHtml } from "#ui/shell/trusted-types.ts";
import {
  DISPLAY_KEY,
  displayChoices,
  displayNames,
  displayScript,
  parseDisplay,
  usualDisplay,
} from "./display.ts";

it("reads what was stored, and anything else as the usual", () => {
  const some = { density: "compact", palette: "colourblind", numbers: "whole" } as const;
  expect(parseDisplay(JSON.stringify(some))).toEqual(some);
  expect(parseDisplay(`{"density":"huge","palette":7,"numbers":"whole"}`)).toEqual({
    ...usualDisplay,
    numbers: "whole",
  });
  for (const broken of [null, "", "{", "null", "[]", "7", `"compact"`])
    expect(parseDisplay(broken)).toEqual(usualDisplay);
});

/** The marks that the script sets for what is stored. */
function marksOf(stored: string | null): Record<string, string> {
  const marks: Record<string, string> = {};
  runInNewContext(displayScript, {
    localStorage: { getItem: (key: string) => (key === DISPLAY_KEY ? stored : null) },
    document: {
      documentElement: { setAttribute: (name: string, value: string) => (marks[name] = value) },
    },
  });
  return marks;
}

it("marks the page before the first paint with what differs from the usual", () => {
  const choice = <Name extends keyof typeof displayChoices>(name: Name) =>
    fc.oneof(fc.constantFrom(...displayChoices[name]), fc.string());
  const stored = fc.record(
    { density: choice("density"), palette: choice("palette"), numbers: choice("numbers") },
    { requiredKeys: [] },
  );
  const text = fc.oneof(
    fc.constant(null),
    fc.string(),
    stored.map((value) => JSON.stringify(value)),
  );
  fc.assert(
    fc.property(text, (value) => {
      const display = parseDisplay(value);
      const expected = displayNames
        .filter((name) => display[name] !== usualDisplay[name])
        .map((name) => [`data-${name}`, display[name]]);
      expect(marksOf(value)).toEqual(Object.fromEntries(expected));
    }),
  );
});

it("passes Trusted Types where React makes the page anew, as on a page that was not found", () => {
  expect(asHtml(displayScript)).toBe(displayScript);
});
