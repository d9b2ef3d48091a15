import { z } from "zod";

/** A whole number as spreadsheets write it: `1234`, `1,234`, `1 234` or `1'234`. Null for anything else. */
export function parseWhole(text: string): number | null {
  const plain = text.trim();
  if (!/^\d+$|^\d{1,3}(?:[, '’\u00A0\u202F]\d{3})+$/u.test(plain)) return null;
  const value = Number(plain.replaceAll(/\D/gu, ""));
  return Number.isSafeInteger(value) ? value : null;
}

/** A whole number that may be below 0: `-1,234`. Null for anything else. */
export function parseSigned(text: string): number | null {
  const plain = text.trim();
  if (!plain.startsWith("-")) return parseWhole(plain);
  const value = parseWhole(plain.slice(1));
  return value === null ? null : -value;
}

/** A price, which may have decimals after a point: `1,234.5`. Null for anything else. */
export function parsePrice(text: string): number | null {
  const [whole = "", decimals, ...more] = text.trim().split(".");
  if (more.length > 0 || (decimals !== undefined && !/^\d{1,9}$/.test(decimals))) return null;
  const value = parseWhole(whole);
  return value === null ? null : Number(`${value}.${decimals ?? 0}`);
}

/** A moment as JSON logs write it: epoch ms, or seconds and nanoseconds in older files. */
export const loggedMoment = z.union([
  z.number().int().positive(),
  z
    .object({ seconds: z.number().int().positive(), nanos: z.number().int().min(0).max(999_999_999) })
    .transform(({ seconds, nanos }) => seconds * 1_000 + Math.floor(nanos / 1e6)),
]);
