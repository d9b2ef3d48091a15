import type { LoggedTime } from "#features/trades/rules/logs/logged-trade.ts";

const MS_FROM = 100_000_000_000;
const two = (text: string | undefined): string => (text ?? "0").padStart(2, "0");

const ZONED =
  /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?) ?(Z|UTC|GMT|[+-]\d{2}:?\d{2})$/i;
const YEAR_FIRST = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:,?[T ]+(.+))?$/;
const YEAR_LAST = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:,?[T ]+(.+))?$/;
const CLOCK = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?: ?([AP])\.?M\.?)?$/i;

/**
 * Reads a time as tables write it: epoch seconds or ms, ISO with or without a zone, `21/09/2026 14:13`, `09/21/2026
 * 02:13 PM`. A date alone is its midnight. `isDayFirst` decides what 03/04/2026 means. Null for anything else.
 */
export function readTime(text: string, isDayFirst: boolean): LoggedTime | null {
  const plain = text.trim();
  if (/^\d{9,14}$/.test(plain)) {
    const value = Number(plain);
    return { epochMs: value < MS_FROM ? value * 1_000 : value };
  }
  const zoned = ZONED.exec(plain);
  if (zoned !== null) {
    const [, date = "", clock = "", zone = ""] = zoned;
    const offset = /^[+-]/.test(zone) ? zone.replace(/^(...):?(..)$/, "$1:$2") : "Z";
    const epochMs = Date.parse(`${date}T${clock}${offset}`);
    return Number.isNaN(epochMs) ? null : { epochMs };
  }
  const yearFirst = YEAR_FIRST.exec(plain);
  if (yearFirst !== null) {
    const [, year, month, day, clock] = yearFirst;
    return local(year, month, day, clock);
  }
  const [, first, second, year, clock] = YEAR_LAST.exec(plain) ?? [];
  if (year === undefined) return null;
  return isDayFirst ? local(year, second, first, clock) : local(year, first, second, clock);
}

function local(
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
  clockText: string | undefined,
): LoggedTime | null {
  const clock = readClock(clockText?.trim() ?? "0:00");
  return clock === null ? null : { local: `${year}-${two(month)}-${two(day)}T${clock}` };
}

function readClock(text: string): string | null {
  const [, hour, minute, second, half] = CLOCK.exec(text) ?? [];
  if (hour === undefined) return null;
  const hours = Number(hour);
  if (half === undefined) return `${two(hour)}:${two(minute)}:${two(second)}`;
  if (hours < 1 || hours > 12) return null;
  const of24 = (hours % 12) + (half.toUpperCase() === "P" ? 12 : 0);
  return `${two(String(of24))}:${two(minute)}:${two(second)}`;
}
