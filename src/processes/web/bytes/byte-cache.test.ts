import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { describe, expect, it, vi } from "vitest";
import { createByteGate } from "#platform/limits/byte-gate.ts";
import { createByteCache } from "./byte-cache.ts";
import type { CacheableAnswer } from "#trpc/http-mount.ts";
import type { Load } from "./byte-cache.ts";

const TEXT = "The Grand Exchange moves. ".repeat(200);

function bench(maxBytes = 1_000_000) {
  let nowMs = 1_000_000;
  const errors: unknown[] = [];
  const cache = createByteCache({
    gate: createByteGate({ maxBytes: 1_000_000, message: "busy" }),
    clock: { now: () => new Date(nowMs) },
    maxBytes,
    onError: (error) => errors.push(error),
  });
  return { cache, errors, pass: (ms: number) => (nowMs += ms) };
}

const loaded = (text: string, overrides: Partial<CacheableAnswer> = {}): CacheableAnswer => ({
  status: 200,
  contentType: "application/json",
  body: Buffer.from(text),
  lifetime: { freshMs: 1_000, staleMs: 10_000 },
  cacheControl: "public, s-maxage=1",
  ...overrides,
});

const countCalls = (make: (n: number) => CacheableAnswer) => {
  const calls: (string | undefined)[] = [];
  const load: Load = async (stamp) => {
    calls.push(stamp);
    return make(calls.length);
  };
  return { calls, load };
};
describe("createByteCache", () => {
  it("stores one answer in three encodings that decompress to the same bytes", async () => {
    const { cache } = bench();
    const answer = await cache("k", async () => loaded(TEXT));
    expect(answer.bodies.identity.toString()).toBe(TEXT);
    expect(gunzipSync(answer.bodies.gzip).toString()).toBe(TEXT);
    expect(brotliDecompressSync(answer.bodies.br).toString()).toBe(TEXT);
    expect(answer.headers.br).toContain("br");
    expect(answer.headers.identity).not.toContain("Content-Encoding");
  });

  it("does not compress small answers", async () => {
    const { cache } = bench();
    const answer = await cache("k", async () => loaded("{}"));
    expect(answer.bodies.br.toString()).toBe("{}");
    expect(answer.headers.br).not.toContain("Content-Encoding");
  });

  it("makes one load for 200 concurrent misses and none while fresh", async () => {
    const { cache, pass } = bench();
    const { calls, load } = countCalls(() => loaded(TEXT));
    await Promise.all(Array.from({ length: 200 }, () => cache("k", load)));
    pass(999);
    expect(cache("k", load)).not.toBeInstanceOf(Promise);
    expect(calls).toHaveLength(1);
  });

  it("answers at once with the old bytes while one load replaces them", async () => {
    const { cache, pass } = bench();
    const { load } = countCalls((n) => loaded(`${TEXT}${n}`));
    const first = await cache("k", load);
    pass(1_500);
    expect(cache("k", load)).toBe(first);
    await vi.waitFor(async () => {
      expect((await cache("k", load)).bodies.identity.toString()).toBe(`${TEXT}2`);
    });
  });

  it("reuses the answer while its stamp is current, for five minutes at most", async () => {
    const { cache, pass } = bench();
    const stamps: (string | undefined)[] = [];
    const load: Load = async (stamp) => {
      stamps.push(stamp);
      return stamp === "tick 7" ? "unchanged" : loaded(TEXT, { stamp: "tick 7" });
    };
    const first = await cache("k", load);
    pass(1_500);
    void cache("k", load);
    await vi.waitFor(() => expect(stamps).toHaveLength(2));
    expect(await cache("k", load)).toBe(first);
    pass(301_000);
    await cache("k", load);
    expect(stamps).toEqual([undefined, "tick 7", undefined]);
  });

  it("does not store an answer without a lifetime", async () => {
    const { cache } = bench();
    const { calls, load } = countCalls(() => loaded("nope", { status: 404, lifetime: null }));
    expect((await cache("k", load)).status).toBe(404);
    await cache("k", load);
    expect(calls).toHaveLength(2);
  });

  it("keeps the last good answer when a refresh fails, until it is too old", async () => {
    const { cache, errors, pass } = bench();
    await cache("k", async () => loaded(TEXT));
    const failing: Load = () => Promise.reject(new Error("database is away"));
    pass(5_000);
    expect((await cache("k", failing)).bodies.identity.toString()).toBe(TEXT);
    await vi.waitFor(() => expect(errors).toHaveLength(1));
    pass(60_000);
    await expect(cache("k", failing)).rejects.toThrow("database is away");
  });

  it("sends an answer without a lifetime uncompressed, because it is sent once", async () => {
    const { cache } = bench();
    const answer = await cache("k", async () => loaded(TEXT, { lifetime: null }));
    expect(answer.bodies.br).toBe(answer.bodies.identity);
    expect(answer.headers.br).not.toContain("Content-Encoding");
  });

  it("keeps no more memory than the bytes that it counts", async () => {
    const { cache } = bench();
    const { bodies } = await cache("k", async () => loaded(TEXT));
    for (const body of [bodies.gzip, bodies.br]) expect(body.buffer.byteLength).toBe(body.length);
  });

  it("counts the use of a fresh entry: it stays, and an older one goes", async () => {
    // Each entry takes about 6.4 KB, so that two fit.
    const { cache } = bench(15_000);
    const { calls, load } = countCalls(() => loaded(TEXT));
    for (const key of ["a", "b"]) await cache(key, load);
    await cache("a", load);
    await cache("c", load);
    expect([cache.has("a"), cache.has("b"), cache.has("c")]).toEqual([true, false, true]);
    expect(calls).toHaveLength(3);
  });

  it("drops what is unused: for a minute if it is too old to be sent, else for three", async () => {
    const { cache, pass } = bench();
    const long = { freshMs: 600_000, staleMs: 600_000 };
    const { calls, load } = countCalls(() => loaded(TEXT, { stamp: "7" }));
    await cache("page", load);
    await cache("file", async () => loaded(TEXT, { lifetime: long }));
    pass(59_000);
    cache.sweep();
    // It was kept, so its stamp may still be current.
    await cache("page", load);
    pass(61_000);
    cache.sweep();
    await cache("page", load);
    expect(calls).toEqual([undefined, "7", undefined]);
    expect(cache.has("file")).toBe(true);
    pass(59_999);
    cache.sweep();
    expect(cache.has("file")).toBe(true);
    pass(1);
    cache.sweep();
    expect(cache.has("file")).toBe(false);
  });

  it("evicts the least recently used entries beyond its size", async () => {
    const { cache } = bench(20_000);
    const { calls, load } = countCalls(() => loaded(TEXT));
    for (const key of ["a", "b", "c", "d", "e"]) await cache(key, load);
    expect(calls).toHaveLength(5);
    await cache("e", load);
    expect(calls).toHaveLength(5);
    await cache("a", load);
    expect(calls).toHaveLength(6);
  });
});
