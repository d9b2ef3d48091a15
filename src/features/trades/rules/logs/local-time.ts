const DAY_MS = 86_400_000;

/** The clock of a zone at a moment, as if it were UTC, epoch ms. */
function clockOf(formatter: Intl.DateTimeFormat, epochMs: number): number {
  const parts = Object.fromEntries(
    formatter.formatToParts(epochMs).map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/**
 * Reads clock times (`2026-09-21T14:13:20`) of one zone, an IANA name such as `Europe/Paris`. The result has the moments
 * (epoch ms, the earlier first) at which the clock showed that time: usually one; two in the hour that clocks repeat when
 * they go back; none in the hour that they skip, and for a date that the calendar lacks. Throws RangeError for a zone
 * that is unknown.
 */
export function localTimeReader(zone: string): (local: string) => number[] {
  const formatter = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const offsetsAround = (clockMs: number) =>
    [-DAY_MS, DAY_MS].map((away) => clockOf(formatter, clockMs + away) - (clockMs + away));
  /** By date, so that a log of millions of lines asks the slow formatter once a day. Null: the clocks change near it. */
  const steady = new Map<string, number | null>();
  const steadyOffset = (date: string): number | null => {
    const known = steady.get(date);
    if (known !== undefined) return known;
    const dayMs = Date.parse(`${date}T00:00:00Z`);
    const around = new Set([dayMs, dayMs + DAY_MS].flatMap(offsetsAround));
    const [offset = null] = around.size === 1 ? around : [];
    steady.set(date, offset);
    return offset;
  };
  return (local) => {
    const clockMs = Date.parse(`${local}Z`);
    if (Number.isNaN(clockMs) || new Date(clockMs).toISOString().slice(0, 19) !== local) return [];
    const offset = steadyOffset(local.slice(0, 10));
    if (offset !== null) return [clockMs - offset];
    // No zone changes its offset twice within two days, so the offset then is one of these two.
    const moments = [...new Set(offsetsAround(clockMs))].map((offsetMs) => clockMs - offsetMs);
    return moments.filter((moment) => clockOf(formatter, moment) === clockMs).toSorted((a, b) => a - b);
  };
}
