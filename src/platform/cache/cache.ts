import type { Clock } from "#platform/clock.ts";

/** A shared key-value store of strings, such as Redis. Every call may fail or hang; the cache works without it. */
export type CacheStore = {
  get(key: string): Promise<string | null>;
  set(key: string, value: string, ttlS: number): Promise<void>;
};

export type CacheEntry<T> = {
  /** Includes the version of the value, because entries are never deleted explicitly. */
  key: string;
  freshMs: number;
  /** How long after `freshMs` the old value may be served while a new one is loaded. */
  staleMs: number;
  load: () => Promise<T>;
  /** Cached in this process only, not in the shared store. */
  local?: boolean;
  /** Groups the versions of one value: this process keeps only the newest two entries of a family. */
  family?: string;
};

export type Cache = <T>(entry: CacheEntry<T>) => Promise<T>;

type MemoryEntry = { value: unknown; freshUntil: number; staleUntil: number; family: string | undefined };
type Stored<T> = { value: T; freshUntil: number };

type Options = {
  store: CacheStore;
  clock: Clock;
  maxEntries: number;
  /** Called when the store or a background load fails; the caller still gets a value. */
  onError: (error: unknown, key: string) => void;
};

/** The newest entry, and the one that running requests may still use. */
const ENTRIES_PER_FAMILY = 2;

/**
 * A cache-aside cache in two layers, this process and the shared store. Concurrent callers share one load per key;
 * a stale value is served while it runs, and the last known value if it fails.
 */
export function createCache({ store, clock, maxEntries, onError }: Options): Cache {
  const memory = new Map<string, MemoryEntry>();
  const loading = new Map<string, Promise<unknown>>();
  const now = () => clock.now().getTime();

  const dropOldVersions = (family: string): void => {
    const keys = [...memory].filter(([, other]) => other.family === family).map(([key]) => key);
    for (const key of keys.slice(0, -ENTRIES_PER_FAMILY)) memory.delete(key);
  };

  const remember = <T>(entry: CacheEntry<T>, value: T, freshUntil: number): T => {
    memory.delete(entry.key);
    memory.set(entry.key, {
      value,
      freshUntil,
      staleUntil: freshUntil + entry.staleMs,
      family: entry.family,
    });
    if (entry.family !== undefined) dropOldVersions(entry.family);
    for (const oldest of memory.keys()) {
      if (memory.size <= maxEntries) break;
      memory.delete(oldest);
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
    if (stored !== null && stored.freshUntil > now()) return remember(entry, stored.value, stored.freshUntil);
    try {
      const value = await entry.load();
      // Jitter keeps keys that were filled together from expiring together.
      const freshUntil = now() + Math.round(entry.freshMs * (0.95 + Math.random() * 0.1));
      if (!entry.local) {
        const ttlS = Math.ceil((entry.freshMs + entry.staleMs) / 1000);
        const json = JSON.stringify({ value, freshUntil } satisfies Stored<T>);
        store.set(entry.key, json, ttlS).catch((error: unknown) => onError(error, entry.key));
      }
      return remember(entry, value, freshUntil);
    } catch (error) {
      const last = (memory.get(entry.key) as (MemoryEntry & { value: T }) | undefined) ?? stored;
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
    const found = memory.get(entry.key) as
      | (MemoryEntry & { value: Awaited<ReturnType<typeof entry.load>> })
      | undefined;
    if (found === undefined || found.staleUntil <= now()) return refresh(entry);
    if (found.freshUntil <= now()) {
      refresh(entry).catch((error: unknown) => onError(error, entry.key));
    }
    return found.value;
  };
}
