/** How long at most any web process still accepts a deleted key or a key whose owner's plan has ended, s. */
export const API_KEY_CACHE_S = 10;

type Held = { id: string; createdAt: Date };

/** The user's accepted keys: the oldest ones, as many as the plan allows. The others are locked. */
export function unlockedKeys(keys: readonly Held[], allowed: number): ReadonlySet<string> {
  const oldestFirst = keys.toSorted(
    (a, b) => a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1),
  );
  return new Set(oldestFirst.slice(0, allowed).map(({ id }) => id));
}
