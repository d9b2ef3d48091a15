import fc from "fast-check";
import { expect, it } from "vitest";
import { freeName } from "./free-name.ts";

it("keeps a free name and numbers a taken one", () => {
  expect(freeName("Flips", new Set(["Alchs"]))).toBe("Flips");
  expect(freeName("Flips", new Set(["Flips"]))).toBe("Flips (2)");
  expect(freeName("Flips", new Set(["Flips", "Flips (2)"]))).toBe("Flips (3)");
  expect(freeName("😀".repeat(20), new Set(["😀".repeat(20)]))).toBe(`${"😀".repeat(18)} (2)`);
});

it("is never taken and never longer than 40", () => {
  const character = fc.constantFrom("a", "é", " ", "(", "2", ")", "😀");
  const name = fc.array(character, { minLength: 1, maxLength: 20 }).map((characters) => characters.join(""));
  fc.assert(
    fc.property(name, fc.array(name), (wanted, others) => {
      const taken = new Set([wanted, ...others]);
      const free = freeName(wanted, taken);
      expect(taken.has(free)).toBe(false);
      expect(free.length).toBeLessThanOrEqual(40);
      expect(free.isWellFormed()).toBe(wanted.isWellFormed());
    }),
  );
});
