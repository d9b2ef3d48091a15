import fc from "fast-check";
import { expect, it } from "vitest";
import { csvCell, plainText } from "./csv-cell.ts";

const unquoted = (cell: string) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);

const text = fc.oneof(
  fc.string(),
  fc
    .tuple(fc.constantFrom("=", "+", "-", "@", "\t", "\r", "'", "'=", "''-"), fc.string())
    .map((parts) => parts.join("")),
);

it.each([
  ["=HYPERLINK(1)", "'=HYPERLINK(1)"],
  ["-5", "'-5"],
  ["'=1", "''=1"],
  ["'tis", "'tis"],
  ['a "b", c', '"a ""b"", c"'],
  ["\r=1", '"\'\r=1"'],
])("writes %j as %j", (plain, cell) => {
  expect(csvCell(plain)).toBe(cell);
});

it("lets no text be a formula, and every text be read back", () => {
  fc.assert(
    fc.property(text, (plain) => {
      const cell = unquoted(csvCell(plain));
      expect(cell).not.toMatch(/^[=+\-@\t\r]/);
      expect(plainText(cell)).toBe(plain);
    }),
  );
});
