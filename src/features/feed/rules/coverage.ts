/** An answer with fewer items than this share of the usual is a broken answer, not a quiet market. */
export const LEAST_COVERAGE = 0.7;
/** Fewer neighbours than this say nothing about what is usual. */
const LEAST_SAMPLES = 3;

const whole = new Intl.NumberFormat("en");

/** The middle of recent item counts; null while there are too few. */
export function usualCount(recent: readonly number[]): number | null {
  if (recent.length < LEAST_SAMPLES) return null;
  const sorted = recent.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? null;
}

/** Why an answer with `count` items is not used, for the page; null when it is, or when nothing is usual yet. */
export const coverageProblem = (count: number, usual: number | null): string | null =>
  usual === null || count >= usual * LEAST_COVERAGE
    ? null
    : `The newest answer held ${whole.format(count)} of the usual ${whole.format(usual)} items, so it was set aside.`;
