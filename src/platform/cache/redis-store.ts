import { Redis } from "@upstash/redis";
import type { CacheStore } from "./cache.ts";
import type { Clock } from "#platform/clock.ts";

/** Nobody waits for a write: the whole market, a megabyte and a half, may take its time. */
const WRITE_TIMEOUT_MS = 2_000;
/** After a failure nobody waits for Redis again for this long. */
const PAUSE_MS = 2_000;

export type RedisStore = CacheStore & {
  /** Leaves what is there already as it is. */
  setIfAbsent(key: string, value: string, ttlS: number): Promise<void>;
  /** Writes what must not wait for the pause to end. Rejects when Redis does not answer. */
  overwrite(key: string, value: string, ttlS: number): Promise<void>;
  /** Runs a Lua script with prefixed keys. Rejects, at once while paused, when Redis does not answer. */
  evalScript(script: string, keys: readonly string[], args: readonly string[]): Promise<unknown>;
  /** Round trip in ms; throws when Redis does not answer. Never held back by the pause. */
  ping(): Promise<number>;
};

/**
 * Redis over Upstash's REST dialect. `paused` calls answer at once as a miss, so a stopped or slow Redis costs
 * one request in two seconds its timeout and the others nothing.
 */
export function openRedisStore(opts: {
  url: string;
  token: string;
  keyPrefix: string;
  /** Of a read and of a count. */
  timeoutMs: number;
  clock: Clock;
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
      // As a function it makes an expired call throw; as a plain signal the client answers "Aborted" as if it were data.
      signal: () => AbortSignal.timeout(timeoutMs),
    });
  const redis = connect(opts.timeoutMs);
  const writer = connect(Math.max(WRITE_TIMEOUT_MS, opts.timeoutMs));
  let pausedUntil = 0;
  const now = () => opts.clock.now().getTime();

  const guarded = async <T>(call: () => Promise<T>): Promise<T | null> => {
    if (now() < pausedUntil) return null;
    try {
      return await call();
    } catch (error) {
      pausedUntil = now() + PAUSE_MS;
      throw error;
    }
  };

  return {
    get: (key) => guarded(() => redis.get<string>(opts.keyPrefix + key)),
    set: async (key, value, ttlS) => {
      await guarded(() => writer.set(opts.keyPrefix + key, value, { ex: ttlS }));
    },
    setIfAbsent: async (key, value, ttlS) => {
      await guarded(() => writer.set(opts.keyPrefix + key, value, { ex: ttlS, nx: true }));
    },
    overwrite: async (key, value, ttlS) => {
      await writer.set(opts.keyPrefix + key, value, { ex: ttlS });
    },
    evalScript: async (script, keys, args) => {
      const prefixed = keys.map((key) => opts.keyPrefix + key);
      const answer = await guarded(() => redis.eval<string[], unknown>(script, prefixed, [...args]));
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
