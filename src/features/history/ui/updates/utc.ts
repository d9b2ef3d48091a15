const DATE_TIME = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2}))?$/;

/** Parses the value of a date-time field as UTC (epoch ms). Null for invalid times, such as 30 February. */
export function parseUtc(text: string): number | null {
  if (!DATE_TIME.test(text)) return null;
  const atMs = Date.parse(`${text}Z`);
  return Number.isNaN(atMs) || formatUtc(atMs) !== shortest(text) ? null : atMs;
}

/** The inverse of `parseUtc`: `2026-11-21T10:00`, with seconds only if they are not 0. */
export const formatUtc = (atMs: number): string => shortest(new Date(atMs).toISOString().slice(0, 19));

const shortest = (text: string): string => text.replace(/(T\d{2}:\d{2}):00$/, "$1");
