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
