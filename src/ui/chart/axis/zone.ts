import { TickMarkType } from "lightweight-charts";
import { momentFormat, utcDay } from "./bucket.ts";

const DAY_S = 86_400;

/** A time zone: its name, undefined for the reader's own, and its UTC offset in seconds at a time (epoch ms). */
export type ZoneClock = { timeZone: string | undefined; offsetS: (atMs: number) => number };

const utcClock: ZoneClock = { timeZone: "UTC", offsetS: () => 0 };
const readersClock: ZoneClock = {
  timeZone: undefined,
  offsetS: (atMs) => -new Date(atMs).getTimezoneOffset() * 60,
};

const ticksIn = ({ timeZone }: ZoneClock): Record<TickMarkType, (atMs: number) => string> => {
  const format = (options: Intl.DateTimeFormatOptions) => {
    const formatter = new Intl.DateTimeFormat(undefined, { ...options, timeZone });
    return (atMs: number) => formatter.format(atMs);
  };
  const time = format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return {
    [TickMarkType.Year]: format({ year: "numeric" }),
    [TickMarkType.Month]: format({ month: "short" }),
    [TickMarkType.DayOfMonth]: format({ day: "numeric", month: "short" }),
    [TickMarkType.Time]: time,
    [TickMarkType.TimeWithSeconds]: time,
  };
};

/** How the axis of one chart reads and writes times (epoch ms). */
export type AxisZone = {
  /** What the clock on the wall shows, as the seconds of the UTC time that reads the same. */
  wallS: (atMs: number) => number;
  /** The label of a tick. */
  tick: (atMs: number, type: TickMarkType) => string;
  /** The label of the crosshair. */
  moment: (atMs: number) => string;
};

const zoneIn = (clock: ZoneClock, moment: (atMs: number) => string): AxisZone => {
  const ticks = ticksIn(clock);
  return {
    wallS: (atMs) => atMs / 1000 + clock.offsetS(atMs),
    tick: (atMs, type) => ticks[type](atMs),
    moment,
  };
};

const days = zoneIn(utcClock, utcDay);
export const momentsIn = (clock: ZoneClock): AxisZone => zoneIn(clock, momentFormat(clock.timeZone));
const moments = momentsIn(readersClock);

/** Day buckets are UTC days; shorter ones are read in the reader's time zone. */
export const axisZone = (stepS: number): AxisZone => (stepS >= DAY_S ? days : moments);
