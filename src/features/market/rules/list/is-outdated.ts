/** A market version and when it was read, epoch ms. */
type Seen = { version: number; atMs: number };

/**
 * Whether a list shows another state than the newest known one. A lower version than the list's counts only if it was
 * read after the list: a restored database has one, but so has an answer from before the list's tick.
 */
export const isOutdated = (list: Seen, newest: Seen): boolean =>
  newest.version > list.version || (newest.version < list.version && newest.atMs > list.atMs);
