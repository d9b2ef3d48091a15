/** A response with fewer items than this share of the usual number is incomplete, not a sign of a quiet market. */
export const MIN_COVERAGE = 0.7;
/** The usual number is unknown with fewer recent responses than this. */
const MIN_SAMPLES = 3;

const whole = new Intl.NumberFormat("en");

/** The median of recent item counts; null if there are too few. */
export function usualCount(recent: readonly number[]): number | null {
  if (recent.length < MIN_SAMPLES) return null;
  const sorted = recent.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? null;
}

/** Why a response with `count` items is not used, as text for users; null if it is used or no usual number is known. */
export const coverageProblem = (count: number, usual: number | null): string | null =>
  usual === null || count >= usual * MIN_COVERAGE
    ? null
    : `The newest answer held ${whole.format(count)} of the usual ${whole.format(usual)} items, so it was set aside.`;
