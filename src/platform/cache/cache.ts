import type { Clock } from "#platform/clock.ts";

/** A shared store of strings, such as Redis. Every call may fail or hang: the cache lives without it. */
export type CacheStore = {
  get(key: string): Promise<string | null>;
  set(key: string, value: string, ttlS: number): Promise<void>;
};

export type CacheEntry<T> = {
  /** Names the version of what it holds: entries are never deleted by hand. */
  key: string;
  freshMs: number;
  /** How long after `freshMs` the old value may be served while a new one is loaded. */
  staleMs: number;
  load: () => Promise<T>;
  /** Kept in this process only, not in the shared store. */
  local?: boolean;
  /** Versions of one thing: this process holds the newest two of a family, however many keys it may hold. */
  family?: string;
};

export type Cache = <T>(entry: CacheEntry<T>) => Promise<T>;

type Held = { value: unknown; freshUntil: number; staleUntil: number; family: string | undefined };
type Stored<T> = { value: T; freshUntil: number };

type Options = {
  store: CacheStore;
  clock: Clock;
  maxEntries: number;
  /** A store or a background load failed; the caller was answered all the same. */
  onError: (error: unknown, key: string) => void;
};

/** The newest, and the one that requests under way may still be reading. */
const HELD_OF_A_FAMILY = 2;

/**
 * Cache-aside in two layers, this process and the shared store: one load per key however many ask, the old
 * value while it runs, and the last known value when loading fails.
 */
export function createCache({ store, clock, maxEntries, onError }: Options): Cache {
  const held = new Map<string, Held>();
  const loading = new Map<string, Promise<unknown>>();
  const now = () => clock.now().getTime();

  const dropOlderOf = (family: string): void => {
    const keys = [...held].filter(([, other]) => other.family === family).map(([key]) => key);
    for (const key of keys.slice(0, -HELD_OF_A_FAMILY)) held.delete(key);
  };

  const hold = <T>(entry: CacheEntry<T>, value: T, freshUntil: number): T => {
    held.delete(entry.key);
    held.set(entry.key, { value, freshUntil, staleUntil: freshUntil + entry.staleMs, family: entry.family });
    if (entry.family !== undefined) dropOlderOf(entry.family);
    for (const oldest of held.keys()) {
      if (held.size <= maxEntries) break;
      held.delete(oldest);
    }
    return value;
  };

  const readStore = async <T>(entry: CacheEntry<T>): Promise<Stored<T> | null> => {
    if (entry.local) return null;
    try {
      const raw = await store.get(entry.key);
      return raw === null ? null : (JSON.parse(raw) as Stored<T>);
    } catch (error) {
      onError(error, entry.key);
      return null;
    }
  };

  const load = async <T>(entry: CacheEntry<T>): Promise<T> => {
    const stored = await readStore(entry);
    if (stored !== null && stored.freshUntil > now()) return hold(entry, stored.value, stored.freshUntil);
    try {
      const value = await entry.load();
      // Jitter keeps a thousand keys filled together from running out together.
      const freshUntil = now() + Math.round(entry.freshMs * (0.95 + Math.random() * 0.1));
      if (!entry.local) {
        const ttlS = Math.ceil((entry.freshMs + entry.staleMs) / 1000);
        const json = JSON.stringify({ value, freshUntil } satisfies Stored<T>);
        store.set(entry.key, json, ttlS).catch((error: unknown) => onError(error, entry.key));
      }
      return hold(entry, value, freshUntil);
    } catch (error) {
      const last = (held.get(entry.key) as (Held & { value: T }) | undefined) ?? stored;
      if (last === null) throw error;
      onError(error, entry.key);
      return last.value;
    }
  };

  const refresh = <T>(entry: CacheEntry<T>): Promise<T> => {
    const running = loading.get(entry.key) as Promise<T> | undefined;
    if (running) return running;
    const started = load(entry).finally(() => loading.delete(entry.key));
    loading.set(entry.key, started);
    return started;
  };

  return async (entry) => {
    const found = held.get(entry.key) as
      | (Held & { value: Awaited<ReturnType<typeof entry.load>> })
      | undefined;
    if (found === undefined || found.staleUntil <= now()) return refresh(entry);
    if (found.freshUntil <= now()) {
      refresh(entry).catch((error: unknown) => onError(error, entry.key));
    }
    return found.value;
  };
}
