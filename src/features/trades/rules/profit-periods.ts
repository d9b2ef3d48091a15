const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export type PeriodStep = "hour" | "day" | "week" | "month";

export type PeriodPoint = { at: number; flips: number; profit: number };

/**
 * A period on a chart's axis. `at`: of an hour its start, epoch ms; of others the UTC midnight of the date at which they
 * begin on the trader's calendar, so that a change of the clocks moves no day.
 */
export type ChartPeriod = PeriodPoint & { cumulative: number };

/** The length of a period for an axis; a month's is nominal. */
export const STEP_S: Readonly<Record<PeriodStep, number>> = {
  hour: HOUR_MS / 1_000,
  day: DAY_MS / 1_000,
  week: (7 * DAY_MS) / 1_000,
  month: (30 * DAY_MS) / 1_000,
};

/** The UTC midnight of the date that a time has in a zone. */
export function dateIn(timeZone: string): (atMs: number) => number {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  return (atMs) => Date.parse(`${format.format(atMs)}T00:00:00Z`);
}

function next(at: number, step: PeriodStep): number {
  switch (step) {
    case "hour":
      return at + HOUR_MS;
    case "day":
      return at + DAY_MS;
    case "week":
      return at + 7 * DAY_MS;
    case "month": {
      const date = new Date(at);
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
    }
  }
}

function startOf(at: number, step: PeriodStep): number {
  const date = new Date(at);
  switch (step) {
    case "hour":
      return Math.floor(at / HOUR_MS) * HOUR_MS;
    case "day":
      return at;
    case "week":
      return at - ((date.getUTCDay() + 6) % 7) * DAY_MS;
    case "month":
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
  }
}

type Series = { timeZone: string; points: readonly PeriodPoint[] };

/**
 * Every period from the one with `from` to the one with `toMs`, those without flips too. `from` null: from the first with
 * flips. The sum begins with the first period.
 */
export function chartPeriods(
  { timeZone, points }: Series,
  step: PeriodStep,
  { from, toMs }: { from: number | null; toMs: number },
): ChartPeriod[] {
  const dateOf = step === "hour" ? (atMs: number) => atMs : dateIn(timeZone);
  const byStart = new Map(points.map((point) => [startOf(dateOf(point.at), step), point]));
  const firstMs = from ?? points[0]?.at;
  if (firstMs === undefined) return [];
  const last = startOf(dateOf(toMs), step);
  const periods: ChartPeriod[] = [];
  let cumulative = 0;
  for (let at = startOf(dateOf(firstMs), step); at <= last; at = next(at, step)) {
    const { profit = 0, flips = 0 } = byStart.get(at) ?? {};
    cumulative += profit;
    periods.push({ at, flips, profit, cumulative });
  }
  return periods;
}

/** The start (epoch ms) of the day, in a zone, that lies some days before a time; of that very day with 0. */
export function dayStart(timeZone: string, atMs: number, daysBefore: number): number {
  const dateOf = dateIn(timeZone);
  const wanted = dateOf(atMs) - daysBefore * DAY_MS;
  // Zones are 14 hours ahead of UTC at most and 12 behind: the first quarter of an hour with this date is its start.
  let at = wanted - 14 * HOUR_MS;
  while (dateOf(at) < wanted) at += HOUR_MS / 4;
  return at;
}
