import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { Clock } from "#platform/clock.ts";
import type { Encryption } from "#platform/encryption.ts";
import type { Log } from "#platform/log/log.ts";
import type { RedisStore } from "#platform/cache/redis-store.ts";
import { z } from "zod";
import { roles } from "#features/accounts/contract.ts";
import type { Session } from "#platform/actor.ts";

/** How long a session is cached, and so how long an ended one stays valid if Redis could not be reached at its end. */
const SESSION_TTL_S = 30;
/** Outlives every cache write of a session that was read from the database before its end. */
const ENDED_TTL_S = 2 * SESSION_TTL_S;
/** Tokens whose standing one process remembers. */
const MAX_STANDINGS = 50_000;

/** A hash of the token, so that read access to Redis does not allow sign-in. */
const keyOf = (token: string): string => `session:${createHash("sha256").update(token).digest("base64url")}`;

/**
 * What Redis holds, encrypted. It names its key, so that a copy does not work in the place of another. It leaves out the
 * token, which the reader knows; times in epoch ms.
 */
const endedSession = z.object({ key: z.string(), ended: z.literal(true) });
const cachedSession: z.ZodType<Omit<Session, "token"> & { key: string }> = z.object({
  key: z.string(),
  id: z.string(),
  userId: z.string(),
  role: z.enum(roles),
  expiresAt: z.number().int(),
  startedAt: z.number().int(),
});

/** What a process has found out about a token in the last 30 s: whose session it is, or that it is none. */
export type Standing = { userId: string } | "dead" | "unknown";

export type SessionCache = {
  /** Costs no look-up, so that it may decide which budget pays for one. */
  standingOf: (token: string) => Standing;
  remember: (token: string, standing: Exclude<Standing, "unknown">) => void;
  /** `ended`: the session has ended recently. Null: not cached, or Redis does not answer; read the database. */
  read: (token: string) => Promise<Session | "ended" | null>;
  store: (session: Session) => Promise<void>;
  /** Marks sessions as ended for all processes. If Redis does not answer, cached ones stay valid for up to 30 s. */
  markEnded: (tokens: readonly string[]) => Promise<void>;
};

/**
 * Caches sessions in Redis for 30 s, so that most requests need no database query. The copies are encrypted and
 * authenticated: who can write to Redis cannot make a session or another user of one.
 */
export function createSessionCache(deps: {
  redis: Pick<RedisStore, "get" | "setIfAbsent" | "overwrite">;
  encryption: Encryption;
  clock: Clock;
  log: Log;
}): SessionCache {
  const standings = new LRUCache<string, Exclude<Standing, "unknown">>({
    max: MAX_STANDINGS,
    ttl: SESSION_TTL_S * 1_000,
    ttlResolution: 0,
    perf: { now: () => deps.clock.now().getTime() },
  });
  const encrypt = (value: object) => deps.encryption.encrypt(JSON.stringify(value));
  const warn = (error: unknown) => deps.log.warn({ error }, "the session cache failed");
  return {
    standingOf: (token) => standings.get(token) ?? "unknown",
    remember: (token, standing) => void standings.set(token, standing),
    read: async (token) => {
      try {
        const key = keyOf(token);
        const encrypted = await deps.redis.get(key);
        const text = encrypted === null ? null : deps.encryption.decrypt(encrypted);
        if (text === null) return null;
        const { data } = z.union([endedSession, cachedSession]).safeParse(JSON.parse(text));
        if (data === undefined || data.key !== key) return null;
        if ("ended" in data) return "ended";
        const { id, userId, role, expiresAt, startedAt } = data;
        return { id, userId, role, expiresAt, startedAt, token };
      } catch {
        return null;
      }
    },
    store: ({ token, ...value }) => {
      const key = keyOf(token);
      return deps.redis.setIfAbsent(key, encrypt({ ...value, key }), SESSION_TTL_S).catch(warn);
    },
    markEnded: async (tokens) => {
      for (const token of tokens) standings.delete(token);
      await Promise.all(
        tokens.map((token) => {
          const key = keyOf(token);
          return deps.redis.overwrite(key, encrypt({ key, ended: true }), ENDED_TTL_S).catch(warn);
        }),
      );
    },
  };
}
