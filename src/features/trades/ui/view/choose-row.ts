/** The ids of chosen rows, and the one that was chosen or freed last. */
export type Chosen = { ids: ReadonlySet<string>; last: string | null };

export const NONE_CHOSEN: Chosen = { ids: new Set(), last: null };

/**
 * Chooses the row at `index` of `ids`, or frees it; as a range, chooses all rows from the last one to it as well. A range
 * without a last row, such as one that was deleted, is the row alone.
 */
export function chooseRow(before: Chosen, ids: readonly string[], index: number, isRange: boolean): Chosen {
  const id = ids[index];
  if (id === undefined) return before;
  const next = new Set(before.ids);
  const from = before.last === null ? -1 : ids.indexOf(before.last);
  if (isRange && from >= 0) {
    for (const each of ids.slice(Math.min(from, index), Math.max(from, index) + 1)) next.add(each);
  } else if (!next.delete(id)) next.add(id);
  return { ids: next, last: id };
}
