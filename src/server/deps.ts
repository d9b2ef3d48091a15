import { accountLifecycleOf, auditWordsOf } from "./compose.ts";
import { features } from "./features.ts";
import { planRows } from "./nav.ts";
import type { WebDeps } from "#trpc/register.ts";
import { createSessionCache } from "#features/accounts/sessions/session-cache.ts";
import { openAuth } from "#features/accounts/core/open-auth.ts";
import { openStripeAccount } from "#features/billing/stripe/open-stripe-account.ts";
import { createCache } from "#platform/cache/cache.ts";
import { systemClock } from "#platform/clock.ts";
import type { Clock } from "#platform/clock.ts";
import { clientIpOf, parseTrustedProxies, rateLimitKeyOf } from "#platform/limits/client-ip.ts";
import { openDb } from "#platform/db/db.ts";
import type { DbHandle } from "#platform/db/db.ts";
import { readEnv } from "#platform/env.ts";
import type { Env } from "#platform/env.ts";
import { createMetrics } from "#platform/metrics/metrics.ts";
import type { Metrics } from "#platform/metrics/metrics.ts";
import { createLimiter } from "#platform/limits/limiter.ts";
import { openLog } from "#platform/log/log.ts";
import type { Log } from "#platform/log/log.ts";
import { openRedisStore } from "#platform/cache/redis-store.ts";
import type { RedisStore } from "#platform/cache/redis-store.ts";
import { createEncryption } from "#platform/encryption.ts";
import { readVersion } from "#platform/version.ts";

/** The dependencies of procedures, plus what only the web process itself uses. */
export type WebRuntime = {
  deps: WebDeps;
  env: Env<"web">;
  redis: RedisStore;
  /** The server of values; null if `redis` holds them too. */
  cacheRedis: RedisStore | null;
  metrics: Metrics;
  /** Finds the client's IP address and rate limit key from the peer's IP address and `X-Forwarded-For`. */
  callerOf: (peer: string | undefined, forwardedFor: string | undefined) => Caller;
  close: () => Promise<void>;
};

export type Caller = { ip: string; rateLimitKey: string };

const MAX_CACHED_BYTES = 32 * 1024 * 1024;
const WARN_EVERY_MS = 10_000;

/** Limits warnings about the cache, because without Redis every request would write a log line. */
function throttledWarning(log: Log, clock: Clock) {
  let nextAt = 0;
  return (error: unknown, key: string) => {
    const now = clock.now().getTime();
    if (now < nextAt) return;
    nextAt = now + WARN_EVERY_MS;
    log.warn({ error, key }, "cache store or load failed; answered without it");
  };
}

export function openWebRuntime(env: Env<"web">, clock: Clock = systemClock): WebRuntime {
  const log = openLog({ level: env.LOG_LEVEL, process: "web" });
  const open = (url: string, pool: string): DbHandle =>
    openDb({
      url,
      max: env.WEB_DATABASE_POOL,
      applicationName: "ge-web",
      statementTimeoutMs: env.DATABASE_TIMEOUT_MS,
      noticesFreeze: true,
      onConnections: (count) => metrics.databaseConnections.set({ pool }, count),
    });
  const primary = open(env.DATABASE_URL, "primary");
  const replica = env.DATABASE_REPLICA_URL === undefined ? null : open(env.DATABASE_REPLICA_URL, "replica");
  const metrics = createMetrics("web");
  const openStore = (url: string, token: string) =>
    openRedisStore({
      url,
      token,
      timeoutMs: env.REDIS_TIMEOUT_MS,
      keyPrefix: `ge:${new URL(env.DATABASE_URL).pathname.slice(1)}:`,
      clock,
      onCall: (ms, isOk) => {
        metrics.redisCalls.inc({ result: isOk ? "ok" : ms === null ? "skipped" : "failed" });
        if (ms !== null) metrics.redisSeconds.observe(ms / 1_000);
      },
    });
  const redis = openStore(env.UPSTASH_REDIS_REST_URL, env.UPSTASH_REDIS_REST_TOKEN);
  const cacheRedis =
    env.CACHE_REDIS_REST_URL === undefined || env.CACHE_REDIS_REST_TOKEN === undefined
      ? null
      : openStore(env.CACHE_REDIS_REST_URL, env.CACHE_REDIS_REST_TOKEN);
  const cache = createCache({
    store: cacheRedis ?? redis,
    clock,
    maxBytes: MAX_CACHED_BYTES,
    onLookup: (layer, result) => metrics.lookups.inc({ layer, result }),
    onError: throttledWarning(log, clock),
  });
  const encryption = createEncryption(env.AUTH_SECRETS);
  // readEnv has already validated the list.
  const trusted = parseTrustedProxies(env.TRUSTED_PROXIES) ?? { has: () => false };
  return {
    deps: {
      db: primary.orm,
      dbRead: (replica ?? primary).orm,
      cache,
      clock,
      limiter: createLimiter({ redis, clock }),
      auth: openAuth({ db: primary.orm, secrets: env.AUTH_SECRETS, publicUrl: env.PUBLIC_URL }),
      encryption,
      sessionCache: createSessionCache({ redis, encryption, clock, log }),
      billing: openStripeAccount(env),
      publicUrl: env.PUBLIC_URL,
      version: readVersion(),
      log,
      feedUrl: env.PRICE_FEED_URL ?? null,
      planRows,
      auditWords: auditWordsOf(features),
      accountLifecycle: accountLifecycleOf(features),
    },
    env,
    redis,
    cacheRedis,
    metrics,
    callerOf: (peer, forwardedFor) => {
      const ip = clientIpOf({ peer, forwardedFor, trusted });
      return { ip, rateLimitKey: rateLimitKeyOf(ip) };
    },
    close: async () => {
      await Promise.all([primary.close(), replica?.close()]);
    },
  };
}

type Global = typeof globalThis & { geMetricsWeb?: WebRuntime };

/**
 * The one runtime of this process. It is stored on globalThis, because Node's module graph (the server) and Next's
 * bundle (pages) each load a copy of this file.
 */
export function getWebRuntime(): WebRuntime {
  const scope = globalThis as Global;
  scope.geMetricsWeb ??= openWebRuntime(readEnv("web"));
  return scope.geMetricsWeb;
}

export const getWebDeps = (): WebDeps => getWebRuntime().deps;
