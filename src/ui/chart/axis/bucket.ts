const DAY_S = 86_400;
const MOMENT = {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
} as const;
const DAY = { day: "numeric", month: "short", year: "numeric" } as const;

const format = (options: Intl.DateTimeFormatOptions) => {
  const formatter = new Intl.DateTimeFormat(undefined, options);
  return (atMs: number) => formatter.format(atMs);
};
const localMoment = format(MOMENT);
const utcMoment = format({ ...MOMENT, timeZone: "UTC" });
const utcDay = format({ ...DAY, timeZone: "UTC" });

/** Formats a bucket's start in the reader's time zone, `21 Nov, 14:05`; a day bucket as its UTC day, `21 Nov 2026`. */
export const formatBucket = (atMs: number, stepS: number): string =>
  stepS >= DAY_S ? utcDay(atMs) : localMoment(atMs);

/** The same in UTC, for the tooltip of the local time. */
export const formatBucketUtc = (atMs: number, stepS: number): string =>
  stepS >= DAY_S ? `${utcDay(atMs)}, UTC day` : `${utcMoment(atMs)} UTC`;
