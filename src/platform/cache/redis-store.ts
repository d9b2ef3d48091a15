import { Redis } from "@upstash/redis";
import type { CacheStore } from "./cache.ts";
import type { Clock } from "#platform/clock.ts";

/** Writes run in the background: the whole market (1.5 MB) may take longer than a read. */
const WRITE_TIMEOUT_MS = 2_000;
/** After a failure Redis is skipped for this long. */
const PAUSE_MS = 2_000;

export type RedisStore = CacheStore & {
  /** Does not overwrite an existing value. */
  setIfAbsent(key: string, value: string, ttlS: number): Promise<void>;
  /** Overwrites even while paused. Rejects when Redis does not answer. */
  overwrite(key: string, value: string, ttlS: number): Promise<void>;
  /** Runs a Lua script with prefixed keys. Rejects when Redis does not answer, and at once while paused. */
  evalScript(script: string, keys: readonly string[], args: readonly string[]): Promise<unknown>;
  /** Round trip in ms; throws when Redis does not answer. Ignores the pause. */
  ping(): Promise<number>;
};

/**
 * A client for Upstash's REST dialect of Redis. After a failure it pauses: calls return at once as a miss, so a
 * stopped or slow Redis costs one request in two seconds its timeout.
 */
export function openRedisStore(opts: {
  url: string;
  token: string;
  keyPrefix: string;
  /** Timeout of a read and of a counter update. */
  timeoutMs: number;
  clock: Clock;
  /** Told of each call: how long it took, or null if it was skipped. */
  onCall?: (ms: number | null, isOk: boolean) => void;
}): RedisStore {
  const connect = (timeoutMs: number) =>
    new Redis({
      url: opts.url,
      token: opts.token,
      automaticDeserialization: false,
      responseEncoding: false,
      retry: false,
      enableTelemetry: false,
      latencyLogging: false,
      // As a function it makes a timed-out call throw; with a plain signal the client returns "Aborted" as if it
      // were data.
      signal: () => AbortSignal.timeout(timeoutMs),
    });
  const redis = connect(opts.timeoutMs);
  const writer = connect(Math.max(WRITE_TIMEOUT_MS, opts.timeoutMs));
  let pausedUntil = 0;
  const now = () => opts.clock.now().getTime();

  const unlessPaused = async <T>(call: () => Promise<T>): Promise<T | null> => {
    if (now() < pausedUntil) {
      opts.onCall?.(null, false);
      return null;
    }
    const startedAt = performance.now();
    try {
      const answer = await call();
      opts.onCall?.(performance.now() - startedAt, true);
      return answer;
    } catch (error) {
      pausedUntil = now() + PAUSE_MS;
      opts.onCall?.(performance.now() - startedAt, false);
      throw error;
    }
  };

  return {
    get: (key) => unlessPaused(() => redis.get<string>(opts.keyPrefix + key)),
    set: async (key, value, ttlS) => {
      await unlessPaused(() => writer.set(opts.keyPrefix + key, value, { ex: ttlS }));
    },
    setIfAbsent: async (key, value, ttlS) => {
      await unlessPaused(() => writer.set(opts.keyPrefix + key, value, { ex: ttlS, nx: true }));
    },
    overwrite: async (key, value, ttlS) => {
      await writer.set(opts.keyPrefix + key, value, { ex: ttlS });
    },
    evalScript: async (script, keys, args) => {
      const prefixed = keys.map((key) => opts.keyPrefix + key);
      const answer = await unlessPaused(() => redis.eval<string[], unknown>(script, prefixed, [...args]));
      if (answer === null) throw new Error("Redis is away");
      return answer;
    },
    ping: async () => {
      const startedAt = performance.now();
      await redis.ping();
      return performance.now() - startedAt;
    },
  };
}
