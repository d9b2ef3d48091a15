import { bucketNames } from "./range.ts";
import type { Timestep } from "#features/history/contract.ts";
import type { CandlePoint } from "./candles.ts";
import type { Course, Digest, SeriesPoint } from "./series.ts";

const exact = new Intl.NumberFormat("en");
const gp = (value: number | null): string =>
  value === null ? "unknown" : `${exact.format(Math.round(value))} gp`;

const sentenceCase = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const courseSentence = (side: string, course: Course | null): string =>
  course === null
    ? `${side} is unknown: nobody traded on it.`
    : `${side} went from ${gp(course.first)} to ${gp(course.last)}, lowest ${gp(course.min)}, highest ${gp(course.max)}.`;

/** Describes the chart of a period as text, for screen readers. `name`: the name of the period. */
export function summaryOf(name: string, step: Timestep, digest: Digest): string {
  return [
    `${sentenceCase(name)}, averages of ${bucketNames[step]}; traded in ${exact.format(digest.traded)} of ${exact.format(digest.buckets)}.`,
    courseSentence("High", digest.high),
    courseSentence("Low", digest.low),
    `${exact.format(digest.highVolume)} bought instantly, ${exact.format(digest.lowVolume)} sold instantly.`,
  ].join(" ");
}

/** `isBlank`: the bucket lies in a gap of the data, so it is unknown whether the item was traded. */
type Known = { isBlank: boolean };

/** The sentence for a bucket without data. */
export const blankSentence = (when: string): string => `${when}: no data`;

/** Describes one bucket; `when` is its start, formatted in the reader's time zone. */
export function pointSentence(when: string, point: SeriesPoint, { isBlank }: Known): string {
  if (point.high === null && point.low === null) return isBlank ? blankSentence(when) : `${when}: no trades`;
  const volumes = `${exact.format(point.highVolume)} bought, ${exact.format(point.lowVolume)} sold`;
  return `${when}: high ${gp(point.high)}, low ${gp(point.low)}, ${volumes}`;
}

/** Describes the candle chart of a period as text, for screen readers. `candle`: the length of one, in words. */
export function candleSummary(name: string, candle: string, points: readonly CandlePoint[]): string {
  const known = points.flatMap((point) => point.candle ?? []);
  const [first] = known;
  const last = known.at(-1);
  const start = `${sentenceCase(name)}, candles of ${candle} of the mid price.`;
  if (first === undefined || last === undefined) return `${start} The mid price is unknown.`;
  const lowest = known.reduce((least, each) => Math.min(least, each.lowest), Infinity);
  const highest = known.reduce((most, each) => Math.max(most, each.highest), 0);
  return `${start} It opened at ${gp(first.open)} and closed at ${gp(last.close)}, lowest ${gp(lowest)}, highest ${gp(highest)}.`;
}

/** Describes one candle; `when` as in `pointSentence`. */
export function candleSentence(
  when: string,
  { candle, highVolume, lowVolume }: CandlePoint,
  { isBlank }: Known,
): string {
  if (candle === null && isBlank && highVolume + lowVolume === 0) return blankSentence(when);
  const volumes = `${exact.format(highVolume)} bought, ${exact.format(lowVolume)} sold`;
  if (candle === null) return `${when}: mid price unknown, ${volumes}`;
  const { open, highest, lowest, close } = candle;
  return `${when}: open ${gp(open)}, high ${gp(highest)}, low ${gp(lowest)}, close ${gp(close)}, ${volumes}`;
}

/** Describes a comparison chart: each item's last value, where its first is 100. */
export function compareSummary(
  name: string,
  items: readonly { name: string; last: number | null }[],
): string {
  const ends = items.map(({ name: item, last }) => `${item} is at ${last?.toFixed(1) ?? "an unknown place"}`);
  return `${sentenceCase(name)}, each item's first mid price taken as 100: ${ends.join(", ")}.`;
}
