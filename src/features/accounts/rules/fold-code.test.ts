import { expect, test } from "vitest";
import { backupCode, oneTimeCode } from "#features/accounts/contract.ts";

test.each([
  ["１２３４５６", "in full-width digits"],
  ["123\u200b456", "with a zero-width space"],
  ["\ufeff123456\u200e", "with a byte order mark and a direction mark"],
  ["123\u00ad456", "with a soft hyphen"],
  ["123\u2060456\ufe0f", "with a word joiner and a variation selector"],
  ["123–456", "with an en dash"],
  ["123 — 456", "with an em dash and spaces"],
  ["123−456", "with a minus sign"],
  ["１２３－４５６", "with a full-width hyphen"],
  ["１２３ー４５６", "with the long vowel mark of a Japanese keyboard"],
  ["\u00a0123\u2011456\u3000", "with a non-breaking hyphen and wide spaces"],
])("a code %s (%s) is read as its six digits", (typed) => {
  expect(oneTimeCode.parse(typed)).toBe("123456");
});

test.each([
  ["abcde–12345", "an en dash"],
  ["abcde12345", "no dash"],
  ["ａｂｃｄｅ－１２３４５", "full-width letters and digits"],
  [" ab\u200bcde-12345\u2060 ", "characters that show nothing"],
  ["abcde 12345", "a space"],
])("a backup code %s (%s) is read in the form in which it was given", (typed) => {
  expect(backupCode.parse(typed)).toBe("abcde-12345");
});

test.each(["12345", "1234567", "12345a", "½23456", "12.3456", "123456".padEnd(101)])(
  "%s is no code of six digits",
  (typed) => expect(oneTimeCode.safeParse(typed).success).toBe(false),
);

test.each(["abcde-1234", "abcde-123456", "abcde_12345", "äbcde-12345"])("%s is no backup code", (typed) =>
  expect(backupCode.safeParse(typed).success).toBe(false),
);
