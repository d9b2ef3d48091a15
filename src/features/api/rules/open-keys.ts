/** How long at most a key that was deleted, or whose owner's plan ended, still opens the door of any web process, s. */
export const KEY_HELD_S = 10;

type Held = { id: string; createdAt: Date };

/** Which of a user's keys open the door: the oldest ones, as many as the plan allows. The rest are locked, newest first. */
export function openKeys(keys: readonly Held[], allowed: number): ReadonlySet<string> {
  const oldestFirst = keys.toSorted(
    (a, b) => a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1),
  );
  return new Set(oldestFirst.slice(0, allowed).map(({ id }) => id));
}
