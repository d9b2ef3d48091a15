/** The power of ten of each unit letter. */
const UNIT_DIGITS: Readonly<Record<string, number>> = { "": 0, k: 3, m: 6, b: 9 };
const AMOUNT = /^([+−-]?)\s*([\d.,' ]+?)\s*([kmb]?)\s*(?:gp)?$/;

/** The marks that a reader's language writes in numbers: the German `1.234,5` has the decimal mark `,`. */
export type NumberMarks = { decimal: string; group: string };

/** As the site writes numbers, and as they stand in addresses. */
const PLAIN_MARKS: NumberMarks = { decimal: ".", group: "," };

/** All kinds of spaces and apostrophes that languages group with, each as one. */
const plainMarks = (text: string): string =>
  text.replaceAll(/[\s_]/g, " ").replaceAll(/[’ʼ]/g, "'").replaceAll("٫", ".").trim();

/** The marks of a language, such as `de-DE`; of the reader's own if none is given. */
export function numberMarksOf(language?: string): NumberMarks {
  const parts = new Intl.NumberFormat(language).formatToParts(1_234_567.5);
  const markOf = (type: "decimal" | "group") => parts.find((part) => part.type === type)?.value;
  return { decimal: plainMarks(markOf("decimal") ?? "."), group: plainMarks(markOf("group") ?? ",") };
}

/** The digits of a number in groups of three that are all set off by the same mark, without the marks; else null. */
function ungroup(text: string): string | null {
  if (/^\d+$/.test(text)) return text;
  const mark = /^\d{1,3}([.,' ])/.exec(text)?.[1];
  if (mark === undefined) return null;
  const [first = "", ...groups] = text.split(mark);
  return /^\d{1,3}$/.test(first) && groups.every((group) => /^\d{3}$/.test(group))
    ? first + groups.join("")
    : null;
}

type Digits = { whole: string; fraction: string };

/** Splits at a decimal mark that stands once; null if it does not, or if what it splits is no number. */
function splitAt(text: string, decimal: string): Digits | null {
  const [before = "", fraction, ...rest] = text.split(decimal);
  if (fraction === undefined || rest.length > 0 || !/^\d*$/.test(fraction)) return null;
  const whole = before === "" && fraction !== "" ? "0" : ungroup(before);
  return whole === null ? null : { whole, fraction };
}

/**
 * The digits before and after the decimal mark. The reader's own marks count first. The other language's are taken
 * where the text has one meaning: `1,5` is one and a half everywhere, `1,234,567` a million. Null for other text and
 * where a lone mark before three digits could be either.
 */
function readDigits(text: string, marks: NumberMarks): Digits | null {
  const own = splitAt(text, marks.decimal);
  if (own) return own;
  const whole = ungroup(text);
  const lone = /^\d+([.,])\d+$/.exec(text)?.[1];
  if (whole !== null && (lone === undefined || lone === marks.group)) return { whole, fraction: "" };
  const foreign = splitAt(text, marks.decimal === "," ? "." : ",");
  return foreign === null || foreign.fraction.length === 3 ? null : foreign;
}

/**
 * Parses an amount of coins or units as traders type it: `250k`, `1.5m`, `2,147,483,647`, `-3k`. `marks` are those of the
 * reader's language. Commas, dots, spaces, underscores and apostrophes group only between groups of three. Null for other text, for
 * amounts that are not whole, and beyond safe integers.
 */
export function parseAmount(text: string, marks: NumberMarks = PLAIN_MARKS): number | null {
  const match = AMOUNT.exec(plainMarks(text).toLowerCase());
  if (match === null) return null;
  const [, sign = "", typed = "", unit = ""] = match;
  const digits = readDigits(typed, marks);
  if (digits === null) return null;
  // Moves digits instead of multiplying: 1.1 * 1e6 is not exactly 1,100,000 in floating point.
  const shift = UNIT_DIGITS[unit] ?? 0;
  const moved = digits.fraction.replace(/0+$/, "");
  if (moved.length > shift) return null;
  const size = Number(digits.whole + moved.padEnd(shift, "0"));
  if (!Number.isSafeInteger(size)) return null;
  return size === 0 ? 0 : sign === "-" || sign === "−" ? -size : size;
}

/** The shortest text that `parseAmount` reads as the same number: `1500000` as `1.5m`, `1234567` unchanged. */
export function formatAmount(value: number, marks: NumberMarks = PLAIN_MARKS): string {
  for (const [letter, unit] of [
    ["b", 1e9],
    ["m", 1e6],
    ["k", 1e3],
  ] as const) {
    if (Math.abs(value) < unit) continue;
    const text = `${formatDecimal(value / unit, marks)}${letter}`;
    if (text.length < String(value).length && parseAmount(text, marks) === value) return text;
  }
  return String(value);
}

/** A decimal with the reader's own mark: `2.5`, in German `2,5`. */
export const formatDecimal = (value: number, marks: NumberMarks = PLAIN_MARKS): string =>
  String(value).replace(".", marks.decimal);

/** Parses a decimal such as a percentage: `2.5`, `-1`, `10%`. Marks as in `parseAmount`. Null for other text. */
export function parseDecimal(text: string, marks: NumberMarks = PLAIN_MARKS): number | null {
  const match = /^([+−-]?)([\d.,' ]+?)\s*%?$/.exec(plainMarks(text));
  const digits = match === null ? null : readDigits(match[2] ?? "", marks);
  if (match === null || digits === null) return null;
  const size = Number(`${digits.whole}.${digits.fraction}`);
  return size === 0 ? 0 : match[1] === "-" || match[1] === "−" ? -size : size;
}
