import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Clock } from "#platform/clock.ts";
import type { ByteGate } from "#platform/limits/byte-gate.ts";
import type { CacheableAnswer } from "#trpc/http-mount.ts";

const gzipAsync = promisify(gzip);
const brotliAsync = promisify(brotliCompress);

/** Decompressing a smaller answer costs the client more than the saved bytes are worth. */
const COMPRESS_FROM_BYTES = 512;
const COMPRESSIBLE = /^text\/|json|javascript|xml|svg/;
const BROTLI_QUALITY = 5;
const ENTRY_OVERHEAD_BYTES = 1_024;

export type Encoding = "identity" | "gzip" | "br";

/** Makes an answer. `unchanged`: `stamp` is still the current state, so the cached answer is fresh again. */
export type Load = (stamp: string | undefined) => Promise<CacheableAnswer | "unchanged">;

/** An answer ready to write: headers in the form that Node writes fastest (name, value, name, value). */
export type Answer = {
  status: number;
  /** Whether the bytes are cached, so that all requests share them. */
  isKept: boolean;
  /** Whether gzip and br differ from identity. */
  isCompressed: boolean;
  etag: string;
  bodies: Readonly<Record<Encoding, Buffer>>;
  headers: Readonly<Record<Encoding, readonly string[]>>;
  notModified: readonly string[];
};

type Entry = {
  answer: Answer;
  loaded: CacheableAnswer;
  lifetime: NonNullable<CacheableAnswer["lifetime"]>;
  madeAt: number;
  freshUntil: number;
  usedAt: number;
  bytes: number;
};

export type ByteCache = {
  (key: string, load: Load): Promise<Answer> | Answer;
  /** Whether the key has an answer in memory, so that no request waits for a load. */
  has(key: string): boolean;
  /** Drops what nobody asks for any more: answers that are too old to be sent after a minute, others after three. */
  sweep(): void;
};

/** An answer that is too old to be sent may still save the making of a new one, if its stamp is current. */
const UNUSED_MS = 60_000;
/** Some may be sent for an hour; a crawler leaves thousands of those behind. */
const UNUSED_GOOD_MS = 3 * 60_000;
/** Even under the same stamp an answer is made again after this time, because it shows ages that grow. */
const REMAKE_AFTER_MS = 5 * 60_000;

/**
 * Caches whole answers as bytes, compressed once. A stale entry is answered at once while one load replaces it; after a
 * failed load it stays until `staleMs` has passed. At `maxBytes` the least recently used entries are evicted.
 */
export function createByteCache(opts: {
  clock: Clock;
  maxBytes: number;
  /** Bounds the bytes that are compressed at once. */
  gate: ByteGate;
  onError: (error: unknown, key: string) => void;
  onLookup?: (result: "hit" | "stale" | "miss") => void;
}): ByteCache {
  const entries = new Map<string, Entry>();
  const loading = new Map<string, Promise<Answer>>();
  let heldBytes = 0;
  const now = () => opts.clock.now().getTime();

  const drop = (key: string) => {
    heldBytes -= entries.get(key)?.bytes ?? 0;
    entries.delete(key);
  };

  const store = (key: string, entry: Entry) => {
    drop(key);
    entries.set(key, entry);
    heldBytes += entry.bytes;
    for (const oldest of entries.keys()) {
      if (heldBytes <= opts.maxBytes) break;
      drop(oldest);
    }
  };

  const reload = async (key: string, load: Load): Promise<Answer> => {
    const old = entries.get(key);
    const reusable = old !== undefined && now() - old.madeAt < REMAKE_AFTER_MS;
    const found = await load(reusable ? old.loaded.stamp : undefined);
    if (found === "unchanged") {
      if (old === undefined) throw new Error(`no answer is cached under ${key}`);
      old.freshUntil = now() + old.lifetime.freshMs;
      return old.answer;
    }
    // If the bytes are the same, the body, its compressed copies and the ETag are reused.
    const same = old?.loaded.status === found.status && old.loaded.body.equals(found.body);
    const loaded = same ? { ...found, body: old.loaded.body } : found;
    const answer = same ? old.answer : await toAnswer(loaded, opts.gate);
    if (loaded.lifetime) {
      const { identity, gzip: zipped, br } = answer.bodies;
      const bytes = identity.length + zipped.length + br.length + ENTRY_OVERHEAD_BYTES;
      const madeAt = now();
      store(key, {
        answer,
        loaded,
        lifetime: loaded.lifetime,
        madeAt,
        freshUntil: madeAt + loaded.lifetime.freshMs,
        usedAt: madeAt,
        bytes,
      });
    }
    return answer;
  };

  const refresh = (key: string, load: Load): Promise<Answer> => {
    const running = loading.get(key);
    if (running) return running;
    const started = reload(key, load).finally(() => loading.delete(key));
    loading.set(key, started);
    return started;
  };

  const has = (key: string): boolean => {
    const entry = entries.get(key);
    return entry !== undefined && entry.freshUntil + entry.lifetime.staleMs > now();
  };

  const answer = (key: string, load: Load): Promise<Answer> | Answer => {
    const entry = entries.get(key);
    if (entry === undefined) {
      opts.onLookup?.("miss");
      return refresh(key, load);
    }
    // Moves the entry to the end of the eviction order.
    entries.delete(key);
    entries.set(key, entry);
    const at = now();
    entry.usedAt = at;
    if (entry.freshUntil > at) {
      opts.onLookup?.("hit");
      return entry.answer;
    }
    opts.onLookup?.("stale");
    if (entry.freshUntil + entry.lifetime.staleMs <= at) return refresh(key, load);
    refresh(key, load).catch((error: unknown) => opts.onError(error, key));
    return entry.answer;
  };
  const sweep = (): void => {
    const at = now();
    for (const [key, { usedAt, freshUntil, lifetime }] of entries) {
      const isTooOld = freshUntil + lifetime.staleMs <= at;
      if (at - usedAt >= (isTooOld ? UNUSED_MS : UNUSED_GOOD_MS)) drop(key);
    }
  };
  return Object.assign(answer, { has, sweep });
}

/** A copy without the unused rest of its memory: zlib returns small results in blocks of 16 KB. */
function trim(bytes: Buffer): Buffer {
  if (bytes.buffer.byteLength === bytes.length) return bytes;
  const copy = Buffer.allocUnsafeSlow(bytes.length);
  bytes.copy(copy);
  return copy;
}

async function toAnswer(loaded: CacheableAnswer, gate: ByteGate): Promise<Answer> {
  const release = gate.reserve(loaded.body.length);
  try {
    return await compress(loaded);
  } finally {
    release();
  }
}

async function compress(loaded: CacheableAnswer): Promise<Answer> {
  const { body } = loaded;
  // Compression pays only for an answer that is sent more than once.
  const compresses =
    loaded.lifetime !== null && body.length >= COMPRESS_FROM_BYTES && COMPRESSIBLE.test(loaded.contentType);
  const compressed = compresses
    ? await Promise.all([
        gzipAsync(body, { level: 6 }),
        brotliAsync(body, {
          params: {
            [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
            [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
          },
        }),
      ])
    : null;
  const [gzipped, brotli] = compressed === null ? [body, body] : compressed.map(trim);
  const bodies = { identity: body, gzip: gzipped ?? body, br: brotli ?? body };
  // Weak, because one tag stands for three codings of the same content (RFC 9110 8.8.1).
  const etag = `W/"${createHash("sha1").update(body).digest("base64url")}"`;
  const shared = [
    "Content-Type",
    loaded.contentType,
    "Cache-Control",
    loaded.cacheControl,
    "Vary",
    loaded.vary ?? "Accept-Encoding",
    ...(loaded.headers ?? []),
  ];
  const tagged = [...shared, "ETag", etag];
  const headersFor = (encoding: Encoding): readonly string[] => [
    ...tagged,
    ...(compresses && encoding !== "identity" ? ["Content-Encoding", encoding] : []),
    "Content-Length",
    String(bodies[encoding].length),
  ];
  return {
    status: loaded.status,
    isKept: loaded.lifetime !== null,
    isCompressed: compresses,
    etag,
    bodies,
    headers: { identity: headersFor("identity"), gzip: headersFor("gzip"), br: headersFor("br") },
    notModified: tagged,
  };
}
