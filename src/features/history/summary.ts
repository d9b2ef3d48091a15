import { rangeOf } from "./range.ts";
import type { ChartRange } from "./range.ts";
import type { Course, Digest, SeriesPoint } from "./series.ts";

const exact = new Intl.NumberFormat("en");
const gp = (value: number | null): string => (value === null ? "unknown" : `${exact.format(value)} gp`);

const courseSentence = (side: string, course: Course | null): string =>
  course === null
    ? `${side} is unknown: nobody traded on it.`
    : `${side} went from ${gp(course.first)} to ${gp(course.last)}, lowest ${gp(course.min)}, highest ${gp(course.max)}.`;

/** What the drawing of a range shows, for those who cannot see it. */
export function summaryOf(range: ChartRange, digest: Digest): string {
  const { name, bucket } = rangeOf[range];
  return [
    `The last ${name}, averages of ${bucket}; traded in ${exact.format(digest.traded)} of ${exact.format(digest.buckets)}.`,
    courseSentence("High", digest.high),
    courseSentence("Low", digest.low),
    `${exact.format(digest.highVolume)} bought instantly, ${exact.format(digest.lowVolume)} sold instantly.`,
  ].join(" ");
}

/** One bucket in words; `when` is its start as the reader's clock shows it. */
export function pointSentence(when: string, point: SeriesPoint): string {
  if (point.high === null && point.low === null) return `${when}: no trades`;
  const volumes = `${exact.format(point.highVolume)} bought, ${exact.format(point.lowVolume)} sold`;
  return `${when}: high ${gp(point.high)}, low ${gp(point.low)}, ${volumes}`;
}
