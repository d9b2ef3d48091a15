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
/** Formats a time (epoch ms) in a time zone, by default the reader's: `21 Nov, 14:05`. */
export const momentFormat = (timeZone: string | undefined) => format({ ...MOMENT, timeZone });
const localMoment = momentFormat(undefined);
const utcMoment = momentFormat("UTC");
/** Formats a UTC day: `21 Nov 2026`. */
export const utcDay = format({ ...DAY, timeZone: "UTC" });

/** Formats a bucket's start in the reader's time zone, `21 Nov, 14:05`; a day bucket as its UTC day, `21 Nov 2026`. */
export const formatBucket = (atMs: number, stepS: number): string =>
  stepS >= DAY_S ? utcDay(atMs) : localMoment(atMs);

/** The same in UTC, for the tooltip of the local time. */
export const formatBucketUtc = (atMs: number, stepS: number): string =>
  stepS >= DAY_S ? `${utcDay(atMs)}, UTC day` : `${utcMoment(atMs)} UTC`;
