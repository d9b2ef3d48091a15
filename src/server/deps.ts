import { copySessions } from "#features/accounts/sessions/copy-sessions.ts";
import type { SessionCopies } from "#features/accounts/sessions/copy-sessions.ts";
import { openAuth } from "#features/accounts/core/open-auth.ts";
import type { Auth } from "#features/accounts/core/open-auth.ts";
import type { BillingAccount } from "#features/billing/deps.ts";
import { openBilling } from "#features/billing/stripe/open-billing.ts";
import { createCache } from "#platform/cache/cache.ts";
import type { Cache } from "#platform/cache/cache.ts";
import { systemClock } from "#platform/clock.ts";
import type { Clock } from "#platform/clock.ts";
import { budgetKey, clientAddress, parseTrustedProxies } from "#platform/limits/client-address.ts";
import { openDb } from "#platform/db/db.ts";
import type { Db, DbHandle } from "#platform/db/db.ts";
import { readEnv } from "#platform/env.ts";
import type { Env } from "#platform/env.ts";
import { createLimiter } from "#platform/limits/limiter.ts";
import type { Limiter } from "#platform/limits/limiter.ts";
import { openLog } from "#platform/log/log.ts";
import type { Log } from "#platform/log/log.ts";
import { openRedisStore } from "#platform/cache/redis-store.ts";
import type { RedisStore } from "#platform/cache/redis-store.ts";
import { createSealer } from "#platform/sealer.ts";
import type { Sealer } from "#platform/sealer.ts";

/** What the web tier's procedures and pages may use. */
export type WebDeps = {
  db: Db;
  /** Possibly a replica, seconds behind: for reads that may be. */
  dbRead: Db;
  cache: Cache;
  clock: Clock;
  limiter: Limiter;
  auth: Auth;
  sealer: Sealer;
  sessionCopies: SessionCopies;
  billing: BillingAccount | null;
  /** The origin that people type. */
  publicUrl: string;
  log: Log;
  /** The feed that the worker is told to follow, as far as this process knows; for the page that waits for it. */
  feedUrl: string | null;
};

/** The same with what only the process itself touches: its pools, its health checks. */
export type WebRuntime = {
  deps: WebDeps;
  /** Whether the web process's own server is before Next, and answers what our own routes there would. */
  hasServer: boolean;
  env: Env<"web">;
  redis: RedisStore;
  /** From its peer and its `X-Forwarded-For`: who asks, and whose budget pays where nobody is signed in. */
  callerOf: (peer: string | undefined, forwardedFor: string | undefined) => Caller;
  close: () => Promise<void>;
};

export type Caller = { address: string; household: string };

const MAX_CACHED_VALUES = 2_000;
const POOL_SIZE = 10;
const WARN_EVERY_MS = 10_000;

/** A stopped Redis would otherwise write a line per request. */
function throttledWarning(log: Log, clock: Clock) {
  let nextAt = 0;
  return (error: unknown, key: string) => {
    const now = clock.now().getTime();
    if (now < nextAt) return;
    nextAt = now + WARN_EVERY_MS;
    log.warn({ error, key }, "cache store or load failed; answered without it");
  };
}

export function openWebRuntime(env: Env<"web">, clock: Clock = systemClock, hasServer = false): WebRuntime {
  const log = openLog({ level: env.LOG_LEVEL, process: "web" });
  const open = (url: string): DbHandle => openDb({ url, max: POOL_SIZE, applicationName: "ge-web" });
  const primary = open(env.DATABASE_URL);
  const replica = env.DATABASE_REPLICA_URL === undefined ? null : open(env.DATABASE_REPLICA_URL);
  const redis = openRedisStore({
    url: env.UPSTASH_REDIS_REST_URL,
    token: env.UPSTASH_REDIS_REST_TOKEN,
    timeoutMs: env.REDIS_TIMEOUT_MS,
    keyPrefix: `ge:${new URL(env.DATABASE_URL).pathname.slice(1)}:`,
    clock,
  });
  const cache = createCache({
    store: redis,
    clock,
    maxEntries: MAX_CACHED_VALUES,
    onError: throttledWarning(log, clock),
  });
  // readEnv has seen that the list can be read.
  const trusted = parseTrustedProxies(env.TRUSTED_PROXIES) ?? { has: () => false };
  return {
    deps: {
      db: primary.orm,
      dbRead: (replica ?? primary).orm,
      cache,
      clock,
      limiter: createLimiter({ redis, clock }),
      auth: openAuth({ db: primary.orm, secrets: env.AUTH_SECRETS, publicUrl: env.PUBLIC_URL }),
      sealer: createSealer(env.AUTH_SECRETS),
      sessionCopies: copySessions({ redis, log }),
      billing: openBilling(env),
      publicUrl: env.PUBLIC_URL,
      log,
      feedUrl: env.PRICE_FEED_URL ?? null,
    },
    hasServer,
    env,
    redis,
    callerOf: (peer, forwardedFor) => {
      const address = clientAddress({ peer, forwardedFor, trusted });
      return { address, household: budgetKey(address) };
    },
    close: async () => {
      await Promise.all([primary.close(), replica?.close()]);
    },
  };
}

type Global = typeof globalThis & { geMetricsWeb?: WebRuntime };

/**
 * The one runtime of this process. Node's module graph (the server) and Next's bundle (pages, routes) each hold
 * a copy of this file, so it lives on globalThis; on a serverless host the first request makes it.
 */
export function getWebRuntime(): WebRuntime {
  const scope = globalThis as Global;
  scope.geMetricsWeb ??= openWebRuntime(readEnv("web"));
  return scope.geMetricsWeb;
}

/** The same, made by the web process for the server that it puts before Next. */
export function openServerRuntime(): WebRuntime {
  const scope = globalThis as Global;
  scope.geMetricsWeb ??= openWebRuntime(readEnv("web"), systemClock, true);
  return scope.geMetricsWeb;
}

/**
 * For routes that a serverless host calls by itself: who asks, by that host's proxy, which is the only one that can have
 * forwarded it. Null behind a server of our own: it answers these addresses, and a request here went round it.
 */
export function getHostRuntime(headers: Headers): { deps: WebDeps; caller: Caller } | null {
  const { deps, callerOf, hasServer } = getWebRuntime();
  const caller = callerOf("127.0.0.1", headers.get("x-forwarded-for") ?? undefined);
  return hasServer ? null : { deps, caller };
}

export const getWebDeps = (): WebDeps => getWebRuntime().deps;
