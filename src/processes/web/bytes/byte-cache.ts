import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Clock } from "#platform/clock.ts";
import type { CacheableAnswer } from "#trpc/http-mount.ts";

const gzipAsync = promisify(gzip);
const brotliAsync = promisify(brotliCompress);

/** Smaller answers cost more to unpack than they save on the wire. */
const COMPRESS_FROM_BYTES = 512;
const COMPRESSIBLE = /^text\/|json|javascript|xml|svg/;
const BROTLI_QUALITY = 5;
const ENTRY_OVERHEAD_BYTES = 1_024;

export type Encoding = "identity" | "gzip" | "br";

/** `unchanged`: what `stamp` names still stands, so the kept answer is fresh again. */
export type Load = (stamp: string | undefined) => Promise<CacheableAnswer | "unchanged">;

/** An answer ready to write: headers as node takes them fastest (name, value, name, value). */
export type Answer = {
  status: number;
  etag: string;
  bodies: Readonly<Record<Encoding, Buffer>>;
  headers: Readonly<Record<Encoding, readonly string[]>>;
  notModified: readonly string[];
};

type Entry = {
  answer: Answer;
  fetched: CacheableAnswer;
  keep: NonNullable<CacheableAnswer["keep"]>;
  madeAt: number;
  freshUntil: number;
  bytes: number;
};

export type ByteCache = {
  (key: string, load: Load): Promise<Answer> | Answer;
  /** Whether the key is answered from memory, without waiting for a load. */
  holds(key: string): boolean;
};

/** However long a stamp stands, ages and staleness in the answer move on. */
const REMAKE_AFTER_MS = 5 * 60_000;

/**
 * Whole answers as bytes, compressed once. A fresh key is a map look-up; an old one is answered at once while one
 * load replaces it; a failed load leaves the old one in place until `staleMs` has passed. The least recently used
 * go when `maxBytes` is reached.
 */
export function createByteCache(opts: {
  clock: Clock;
  maxBytes: number;
  onError: (error: unknown, key: string) => void;
}): ByteCache {
  const entries = new Map<string, Entry>();
  const loading = new Map<string, Promise<Answer>>();
  let heldBytes = 0;
  const now = () => opts.clock.now().getTime();

  const drop = (key: string) => {
    heldBytes -= entries.get(key)?.bytes ?? 0;
    entries.delete(key);
  };

  const keep = (key: string, entry: Entry) => {
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
    const fetched = await load(reusable ? old.fetched.stamp : undefined);
    if (fetched === "unchanged") {
      if (old === undefined) throw new Error(`nothing is kept under ${key}`);
      old.freshUntil = now() + old.keep.freshMs;
      return old.answer;
    }
    // The same bytes again: the compressed copies and the ETag still hold.
    const same = old?.fetched.status === fetched.status && old.fetched.body.equals(fetched.body);
    const answer = same ? old.answer : await toAnswer(fetched);
    if (fetched.keep) {
      const { identity, gzip: zipped, br } = answer.bodies;
      const bytes = identity.length + zipped.length + br.length + ENTRY_OVERHEAD_BYTES;
      const madeAt = now();
      keep(key, {
        answer,
        fetched,
        keep: fetched.keep,
        madeAt,
        freshUntil: madeAt + fetched.keep.freshMs,
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

  const holds = (key: string): boolean => {
    const entry = entries.get(key);
    return entry !== undefined && entry.freshUntil + entry.keep.staleMs > now();
  };

  const answer = (key: string, load: Load): Promise<Answer> | Answer => {
    const entry = entries.get(key);
    if (entry === undefined) return refresh(key, load);
    const at = now();
    if (entry.freshUntil > at) return entry.answer;
    if (entry.freshUntil + entry.keep.staleMs <= at) return refresh(key, load);
    // Touched: what is asked for again is the last to go.
    entries.delete(key);
    entries.set(key, entry);
    refresh(key, load).catch((error: unknown) => opts.onError(error, key));
    return entry.answer;
  };
  return Object.assign(answer, { holds });
}

async function toAnswer(fetched: CacheableAnswer): Promise<Answer> {
  const { body } = fetched;
  const worthIt = body.length >= COMPRESS_FROM_BYTES && COMPRESSIBLE.test(fetched.contentType);
  const [zipped, brotli] = worthIt
    ? await Promise.all([
        gzipAsync(body, { level: 6 }),
        brotliAsync(body, {
          params: {
            [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
            [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
          },
        }),
      ])
    : [body, body];
  const bodies = { identity: body, gzip: zipped, br: brotli };
  const etag = `"${createHash("sha1").update(body).digest("base64url")}"`;
  const shared = [
    "Content-Type",
    fetched.contentType,
    "Cache-Control",
    fetched.cacheControl,
    "Vary",
    fetched.vary ?? "Accept-Encoding",
    ...(fetched.headers ?? []),
  ];
  const tagged = [...shared, "ETag", etag];
  const headersFor = (encoding: Encoding): readonly string[] => [
    ...tagged,
    ...(worthIt && encoding !== "identity" ? ["Content-Encoding", encoding] : []),
    "Content-Length",
    String(bodies[encoding].length),
  ];
  return {
    status: fetched.status,
    etag,
    bodies,
    headers: { identity: headersFor("identity"), gzip: headersFor("gzip"), br: headersFor("br") },
    notModified: tagged,
  };
}
