/** A run of elements without a gap: the indices of its first and last element, both included. */
export type Run = readonly [first: number, last: number];

/** Splits `length` elements into runs. `joins(n)`: element n directly follows element n - 1. */
export function runsOf(
  length: number,
  isThere: (index: number) => boolean,
  joins: (index: number) => boolean,
): Run[] {
  const runs: Run[] = [];
  let first = -1;
  for (let index = 0; index < length; index++) {
    const there = isThere(index);
    if (first >= 0 && (!there || !joins(index))) {
      runs.push([first, index - 1]);
      first = -1;
    }
    if (there && first < 0) first = index;
  }
  if (first >= 0) runs.push([first, length - 1]);
  return runs;
}

/** A line across elements without a value: from the last element of one run to the first of the next. */
export type Bridge = readonly [from: number, to: number];

/**
 * The bridges between runs, which join across buckets without trades. None crosses an outage: what happened there is not
 * known. `slotOf`: an element's place on the axis. `outages`: places without data, first and last included.
 */
export const bridgesOf = (
  runs: readonly Run[],
  slotOf: (index: number) => number,
  outages: readonly { first: number; last: number }[],
): Bridge[] =>
  runs.slice(1).flatMap(([to], index): Bridge[] => {
    const from = runs[index]?.[1] ?? to;
    const isCut = outages.some(({ first, last }) => last > slotOf(from) && first < slotOf(to));
    return isCut ? [] : [[from, to]];
  });
