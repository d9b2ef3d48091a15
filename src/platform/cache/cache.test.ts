import { describe, expect, it } from "vitest";
import { createCache } from "./cache.ts";
import type { CacheEntry, CacheStore } from "./cache.ts";

function bench(store?: Partial<CacheStore>) {
  let nowMs = 1_000_000;
  const kept = new Map<string, string>();
  const errors: unknown[] = [];
  const cache = createCache({
    clock: { now: () => new Date(nowMs) },
    maxBytes: 2_000,
    onError: (error) => errors.push(error),
    store: {
      get: async (key) => kept.get(key) ?? null,
      set: async (key, value) => void kept.set(key, value),
      ...store,
    },
  });
  let loads = 0;
  const entry = (overrides: Partial<CacheEntry<number>> = {}): CacheEntry<number> => ({
    key: "k",
    freshMs: 1_000,
    staleMs: 10_000,
    load: async () => ++loads,
    ...overrides,
  });
  return { cache, entry, kept, errors, pass: (ms: number) => (nowMs += ms), loads: () => loads };
}

/** Lets pending promise callbacks run. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

describe("createCache", () => {
  it("makes one load for 200 concurrent misses", async () => {
    const { cache, entry, loads } = bench();
    const values = await Promise.all(Array.from({ length: 200 }, () => cache(entry())));
    expect(new Set(values)).toEqual(new Set([1]));
    expect(loads()).toBe(1);
  });

  it("serves from memory while fresh, and the stale value while one load replaces it", async () => {
    const { cache, entry, pass } = bench();
    expect(await cache(entry())).toBe(1);
    pass(900);
    expect(await cache(entry())).toBe(1);
    pass(400);
    expect(await Promise.all([cache(entry()), cache(entry())])).toEqual([1, 1]);
    await settle();
    expect(await cache(entry())).toBe(2);
  });

  it("waits for a new value once the old one is past its stale time", async () => {
    const { cache, entry, pass } = bench();
    await cache(entry());
    pass(60_000);
    expect(await cache(entry())).toBe(2);
  });

  it("uses what another process stored, and stores for others", async () => {
    const first = bench();
    await first.cache(first.entry());
    await settle();
    const second = bench({ get: async (key) => first.kept.get(key) ?? null });
    expect(await second.cache(second.entry())).toBe(1);
    expect(second.loads()).toBe(0);
  });

  it("keeps a local entry out of the store", async () => {
    const { cache, entry, kept } = bench();
    await cache(entry({ local: true }));
    await settle();
    expect(kept.size).toBe(0);
  });

  it("still loads when the store fails to read and to write, and reports both", async () => {
    const away = async () => {
      throw new Error("redis is away");
    };
    const { cache, entry, errors } = bench({ get: away, set: away });
    expect(await cache(entry())).toBe(1);
    await settle();
    expect(errors).toHaveLength(2);
  });

  it("still loads when the store holds invalid JSON", async () => {
    const { cache, entry, errors } = bench({ get: async () => "<html>" });
    expect(await cache(entry())).toBe(1);
    expect(errors).toHaveLength(1);
  });

  it("serves the last known value when loading fails, however old", async () => {
    const { cache, entry, pass, errors } = bench();
    await cache(entry());
    pass(3_600_000);
    const failing = entry({ load: () => Promise.reject(new Error("database is away")) });
    expect(await cache(failing)).toBe(1);
    expect(errors).toHaveLength(1);
  });

  it("throws the load error when there is no earlier value", async () => {
    const { cache, entry } = bench();
    await expect(cache(entry({ load: () => Promise.reject(new Error("database is away")) }))).rejects.toThrow(
      "database is away",
    );
    expect(await cache(entry())).toBe(1);
  });

  it("keeps the newest two versions of a family", async () => {
    const { cache, entry, loads } = bench({ get: async () => null });
    const versions = ["v1", "v2", "v3"].map((key) => entry({ key, family: "market" }));
    for (const version of versions) await cache(version);
    for (const version of versions.slice(1)) await cache(version);
    expect(loads()).toBe(3);
    await cache(entry({ key: "v1", family: "market" }));
    expect(loads()).toBe(4);
  });

  it("evicts the least recently used values beyond its bytes", async () => {
    const { cache, entry, loads } = bench({ get: async () => null });
    for (const key of ["a", "b", "c"]) await cache(entry({ key }));
    await cache(entry({ key: "a" }));
    await cache(entry({ key: "d" }));
    for (const key of ["a", "c", "d"]) await cache(entry({ key }));
    expect(loads()).toBe(4);
    await cache(entry({ key: "b" }));
    expect(loads()).toBe(5);
  });

  it("keeps no value that is larger than the whole cache, whatever its count", async () => {
    const { cache, entry, loads } = bench({ get: async () => null });
    await cache(entry({ key: "small" }));
    const large = { ...entry({ key: "large" }), load: async () => "x".repeat(10_000) };
    expect((await cache<string>(large)).length).toBe(10_000);
    await cache(entry({ key: "small" }));
    expect(loads()).toBe(1);
  });

  it("finds what another process stored at any age, and stores nothing for a key that is not there", async () => {
    const first = bench();
    await first.cache(first.entry());
    await settle();
    const asked: string[] = [];
    const second = bench({
      get: async (key) => {
        asked.push(key);
        return first.kept.get(key) ?? null;
      },
    });
    second.pass(3_600_000);
    expect(await second.cache.find({ key: "k", family: "f" })).toBe(1);
    expect(await second.cache.find({ key: "k", family: "f" })).toBe(1);
    expect(await second.cache.find({ key: "none", family: "f" })).toBeNull();
    expect(asked).toEqual(["k", "none"]);
    expect([...second.kept.keys(), second.loads()]).toEqual([0]);
  });

  it("finds in memory while the store is away", async () => {
    const { cache, entry } = bench({ get: () => Promise.reject(new Error("away")) });
    await cache(entry());
    expect(await cache.find({ key: "k", family: "f" })).toBe(1);
    expect(await cache.find({ key: "other", family: "f" })).toBeNull();
  });
});
