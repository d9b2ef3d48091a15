import { LRUCache } from "lru-cache";
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

export type CacheLookup = {
  /**
   * The value under a key if this process or the store has it, of any age; else null. Nothing is loaded and nothing is
   * stored, so that callers may ask for keys that do not exist. For values that never change under their key.
   */
  find: <T>(entry: { key: string; family: string }) => Promise<T | null>;
};

type MemoryEntry = { value: unknown; freshUntil: number; staleUntil: number };
type Stored<T> = { value: T; freshUntil: number };

type Options = {
  store: CacheStore;
  clock: Clock;
  /** What this process keeps at most, in bytes; the least recently used values go first. */
  maxBytes: number;
  /** Told where each value came from. */
  onLookup?: (layer: "memory" | "redis", result: "hit" | "stale" | "miss") => void;
  /** Called when the store or a background load fails; the caller still gets a value. */
  onError: (error: unknown, key: string) => void;
};

/** The newest entry, and the one that running requests may still use. */
const ENTRIES_PER_FAMILY = 2;
/** Values are parsed objects: measured, the market and histories take up to twice their JSON. */
const HEAP_PER_JSON = 2;
const ENTRY_OVERHEAD_BYTES = 512;
/** After a failed load the last value counts as fresh for this time, so that not every caller waits for the next failure. */
const RETRY_MS = 2_000;

const sizeOf = (key: string, json: string): number =>
  ENTRY_OVERHEAD_BYTES + 2 * key.length + HEAP_PER_JSON * json.length;

/**
 * A cache-aside cache in two layers, this process (bounded by bytes) and the shared store. Concurrent callers share one load per key;
 * a stale value is served while it runs, and the last known value if it fails.
 */
export function createCache({ store, clock, maxBytes, onError, onLookup }: Options): Cache & CacheLookup {
  const memory = new LRUCache<string, MemoryEntry>({ maxSize: maxBytes });
  const families = new Map<string, string[]>();
  const loading = new Map<string, Promise<unknown>>();
  const now = () => clock.now().getTime();

  /** Only versions of the same value share a family, so there are as few families as such values. */
  const dropOldVersions = (family: string, key: string): void => {
    const keys = [...(families.get(family) ?? []).filter((other) => other !== key), key];
    for (const old of keys.splice(0, Math.max(0, keys.length - ENTRIES_PER_FAMILY))) memory.delete(old);
    families.set(family, keys);
  };

  type Kept = { key: string; staleMs: number; family?: string };

  const remember = <T>({ key, staleMs, family }: Kept, value: T, freshUntil: number, json: string): T => {
    // A value larger than the whole cache is not kept, and the old one of its key goes.
    const size = sizeOf(key, json);
    memory.set(key, { value, freshUntil, staleUntil: freshUntil + staleMs }, { size });
    if (family !== undefined) dropOldVersions(family, key);
    return value;
  };

  const readStore = async <T>(key: string): Promise<(Stored<T> & { json: string }) | null> => {
    try {
      const raw = await store.get(key);
      return raw === null ? null : { ...(JSON.parse(raw) as Stored<T>), json: raw };
    } catch (error) {
      onError(error, key);
      return null;
    }
  };

  const load = async <T>(entry: CacheEntry<T>): Promise<T> => {
    const stored = entry.local ? null : await readStore<T>(entry.key);
    if (!entry.local)
      onLookup?.("redis", stored === null ? "miss" : stored.freshUntil > now() ? "hit" : "stale");
    if (stored !== null && stored.freshUntil > now())
      return remember(entry, stored.value, stored.freshUntil, stored.json);
    try {
      const value = await entry.load();
      // Jitter keeps keys that were filled together from expiring together.
      const freshUntil = now() + Math.round(entry.freshMs * (0.95 + Math.random() * 0.1));
      const json = JSON.stringify({ value, freshUntil } satisfies Stored<T>);
      if (!entry.local) {
        const ttlS = Math.ceil((entry.freshMs + entry.staleMs) / 1000);
        store.set(entry.key, json, ttlS).catch((error: unknown) => onError(error, entry.key));
      }
      return remember(entry, value, freshUntil, json);
    } catch (error) {
      const last = memory.get(entry.key) as (MemoryEntry & { value: T }) | undefined;
      const retryAt = now() + RETRY_MS;
      if (last !== undefined) {
        onError(error, entry.key);
        Object.assign(last, { freshUntil: retryAt, staleUntil: retryAt + entry.staleMs });
        return last.value;
      }
      if (stored === null) throw error;
      onError(error, entry.key);
      return remember(entry, stored.value, retryAt, stored.json);
    }
  };

  const refresh = <T>(entry: CacheEntry<T>): Promise<T> => {
    const running = loading.get(entry.key) as Promise<T> | undefined;
    if (running) return running;
    const started = load(entry).finally(() => loading.delete(entry.key));
    loading.set(entry.key, started);
    return started;
  };

  const find: CacheLookup["find"] = async <T>({ key, family }: { key: string; family: string }) => {
    const held = memory.get(key) as (MemoryEntry & { value: T }) | undefined;
    onLookup?.("memory", held === undefined ? "miss" : "hit");
    if (held !== undefined) return held.value;
    const stored = await readStore<T>(key);
    onLookup?.("redis", stored === null ? "miss" : "hit");
    if (stored === null) return null;
    return remember({ key, staleMs: 0, family }, stored.value, stored.freshUntil, stored.json);
  };

  const answer = async <T>(entry: CacheEntry<T>): Promise<T> => {
    const found = memory.get(entry.key) as (MemoryEntry & { value: T }) | undefined;
    if (found === undefined || found.staleUntil <= now()) {
      onLookup?.("memory", "miss");
      return refresh(entry);
    }
    onLookup?.("memory", found.freshUntil <= now() ? "stale" : "hit");
    if (found.freshUntil <= now()) {
      refresh(entry).catch((error: unknown) => onError(error, entry.key));
    }
    return found.value;
  };
  return Object.assign(answer, { find });
}
