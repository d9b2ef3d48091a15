const UNIX_S = /^\d{9,11}$/;
const DATE = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?) ?(Z|UTC|GMT|[+-]\d\d:?\d\d)?)?$/i;

export const TIME_EXAMPLES =
  "2025-05-26, 2025-05-26 06:00, 2025-05-26T06:00+02:00 or 1748239200 (Unix seconds)";

/**
 * A time (epoch ms) from a date, a date and a time of day, or Unix seconds; null for any other spelling. UTC unless the
 * text names a zone: what a command does depends on no machine's zone.
 */
export function parseTime(text: string): number | null {
  if (UNIX_S.test(text)) return Number(text) * 1_000;
  const [, day, time = "00:00", zone = "Z"] = DATE.exec(text) ?? [];
  if (day === undefined) return null;
  const dayMs = Date.parse(`${day}T00:00:00Z`);
  // The parser turns February 30 into March 2.
  if (Number.isNaN(dayMs) || new Date(dayMs).toISOString().slice(0, 10) !== day) return null;
  const offset = /^[+-]/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(-2)}` : "Z";
  const ms = Date.parse(`${day}T${time}${offset}`);
  return Number.isNaN(ms) ? null : ms;
}
