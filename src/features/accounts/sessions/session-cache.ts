import { createHash } from "node:crypto";
import type { Log } from "#platform/log/log.ts";
import type { RedisStore } from "#platform/cache/redis-store.ts";
import { z } from "zod";
import { roles } from "#features/accounts/contract.ts";
import type { Session } from "#platform/actor.ts";

/** How long a session is cached, and so how long an ended one stays valid if Redis could not be reached at its end. */
const SESSION_TTL_S = 30;
/** Outlives every cache write of a session that was read from the database before its end. */
const ENDED_TTL_S = 2 * SESSION_TTL_S;
const ENDED = "ended";

/** A hash of the token, so that read access to Redis does not allow sign-in. */
const keyOf = (token: string): string => `session:${createHash("sha256").update(token).digest("base64url")}`;

/** The cached value leaves out the token, which the reader knows; times in epoch ms. */
const cachedSession: z.ZodType<Omit<Session, "token">> = z.object({
  id: z.string(),
  userId: z.string(),
  role: z.enum(roles),
  expiresAt: z.number().int(),
});

export type SessionCache = {
  /** `ended`: the session has ended recently. Null: not cached, or Redis does not answer; read the database. */
  read: (token: string) => Promise<Session | "ended" | null>;
  store: (session: Session) => Promise<void>;
  /** Marks sessions as ended for all processes. If Redis does not answer, cached ones stay valid for up to 30 s. */
  markEnded: (tokens: readonly string[]) => Promise<void>;
};

/** Caches sessions in Redis for 30 s, so that most requests need no database query. */
export function createSessionCache(deps: {
  redis: Pick<RedisStore, "get" | "setIfAbsent" | "overwrite">;
  log: Log;
}): SessionCache {
  const warn = (error: unknown) => deps.log.warn({ error }, "the session cache failed");
  return {
    read: async (token) => {
      try {
        const text = await deps.redis.get(keyOf(token));
        if (text === null || text === ENDED) return text === null ? null : "ended";
        const { data } = cachedSession.safeParse(JSON.parse(text));
        return data === undefined ? null : { ...data, token };
      } catch {
        return null;
      }
    },
    store: ({ token, ...value }) =>
      deps.redis.setIfAbsent(keyOf(token), JSON.stringify(value), SESSION_TTL_S).catch(warn),
    markEnded: async (tokens) => {
      await Promise.all(
        tokens.map((token) => deps.redis.overwrite(keyOf(token), ENDED, ENDED_TTL_S).catch(warn)),
      );
    },
  };
}
