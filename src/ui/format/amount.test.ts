import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatAmount, formatDecimal, numberMarksOf, parseAmount, parseDecimal } from "./amount.ts";

describe("parseAmount", () => {
  it.each([
    ["1.5m", 1_500_000],
    ["250k", 250_000],
    [" 2B ", 2_000_000_000],
    ["1,716,616", 1_716_616],
    ["2 147 483 647", 2_147_483_647],
    ["10 gp", 10],
    ["-3k", -3_000],
    ["−3k", -3_000],
    ["+7", 7],
    ["0", 0],
    ["-0", 0],
    [".5k", 500],
    ["1.1m", 1_100_000],
    ["4.35k", 4_350],
  ])("reads %j", (text, value) => {
    expect(parseAmount(text)).toBe(value);
  });

  it.each([
    "",
    "k",
    "1.5",
    "1.2345k",
    "1234567.5",
    "1e6",
    "0x10",
    "1m5k",
    "--1",
    "NaN",
    "Infinity",
    "9007199254740993b",
    "1.5.2m",
  ])("refuses %j", (text) => {
    expect(parseAmount(text)).toBeNull();
  });
});

describe("parseAmount in the reader's language", () => {
  it.each([
    ["de-DE", "1,5m", 1_500_000],
    ["de-DE", "1.5m", 1_500_000],
    ["de-DE", "1.500", 1_500],
    ["de-DE", "1.500m", 1_500_000_000],
    ["de-DE", "1,500m", 1_500_000],
    ["de-DE", "1.716.616", 1_716_616],
    ["de-DE", "1,716,616", 1_716_616],
    ["de-DE", "1.234,5k", 1_234_500],
    ["de-DE", ",5k", 500],
    ["en-GB", "1,5m", 1_500_000],
    ["en-GB", "1,500m", 1_500_000_000],
    ["en-GB", "1.500m", 1_500_000],
    ["en-GB", "1.716.616", 1_716_616],
    ["en-GB", "1,234.5k", 1_234_500],
    ["fr-FR", "1 500 000", 1_500_000],
    ["fr-FR", "1\u202f500,5k", 1_500_500],
    ["de-CH", "1’500’000", 1_500_000],
    ["de-CH", "1'500.5k", 1_500_500],
    ["sv-SE", "2\u00a0147\u00a0483\u00a0647", 2_147_483_647],
  ])("in %s reads %j", (language, text, value) => {
    expect(parseAmount(text, numberMarksOf(language))).toBe(value);
  });

  it.each([
    ["de-DE", "1,500"],
    ["de-DE", "1.50.000"],
    ["de-DE", "1.5.0m"],
    ["de-DE", "1,5,0m"],
    ["en-GB", "1.500"],
    ["en-GB", "1,50,000"],
    ["en-GB", "1,5000"],
    ["en-GB", "1,234.567,8"],
    ["en-GB", "1,234 567"],
    ["en-GB", "1 5m"],
    ["en-GB", "1,,500"],
    ["en-GB", ",500"],
    ["fr-FR", "1.500m"],
  ])("in %s refuses %j", (language, text) => {
    expect(parseAmount(text, numberMarksOf(language))).toBeNull();
  });

  it("reads what each language writes, and what formatAmount writes for it", () => {
    const languages = ["en-US", "de-DE", "fr-FR", "de-CH", "pt-BR", "pl-PL", "sv-SE", "it-IT", "nl-NL"];
    fc.assert(
      fc.property(fc.constantFrom(...languages), fc.maxSafeInteger(), (language, value) => {
        const marks = numberMarksOf(language);
        const written = new Intl.NumberFormat(language, { useGrouping: "always" } as const).format(value);
        expect(parseAmount(written, marks)).toBe(value);
        expect(parseAmount(formatAmount(value, marks), marks)).toBe(value);
      }),
    );
  });

  it("never reads a mark as nothing: the digits keep their places", () => {
    const groups = fc.array(fc.stringMatching(/^\d{1,4}$/), { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(
        groups,
        fc.constantFrom(",", ".", " "),
        fc.constantFrom("en-GB", "de-DE"),
        (parts, mark, language) => {
          const value = parseAmount(parts.join(mark), numberMarksOf(language));
          const areThrees = parts.slice(1).every((part) => part.length === 3);
          if (value === Number(parts.join("")) && value !== 0 && Number(parts.slice(1).join("")) > 0) {
            expect(areThrees).toBe(true);
          }
        },
      ),
    );
  });
});

it("parses everything that formatAmount writes", () => {
  expect(formatAmount(1_500_000)).toBe("1.5m");
  expect(formatAmount(25_000)).toBe("25k");
  expect(formatAmount(1_234_567)).toBe("1234567");
  fc.assert(
    fc.property(fc.maxSafeInteger(), (value) => {
      expect(parseAmount(formatAmount(value))).toBe(value);
    }),
  );
});

it("parses percentages and rejects other text", () => {
  expect(["2.5", "10%", "−1", "abc", "", "1.2.3", "1e3"].map((text) => parseDecimal(text))).toEqual([
    2.5,
    10,
    -1,
    null,
    null,
    null,
    null,
  ]);
});

it("reads and writes percentages in the reader's language", () => {
  const german = numberMarksOf("de-DE");
  expect(parseDecimal("2,5 %", german)).toBe(2.5);
  expect(parseDecimal("-0.5%", german)).toBe(-0.5);
  expect(formatDecimal(2.5, german)).toBe("2,5");
  expect(parseDecimal("1.234.5", german)).toBeNull();
});
