import { createHash } from "node:crypto";
import type { Log } from "#platform/log/log.ts";
import type { RedisStore } from "#platform/cache/redis-store.ts";
import { z } from "zod";
import { roles } from "#features/accounts/contract.ts";
import type { Session } from "#platform/actor.ts";

/** How long Redis may answer for a session, and so how long an ended one may live on where Redis was away then. */
const COPY_TTL_S = 30;
/** Outlives every copy that was read before the end and is written after it. */
const ENDED_TTL_S = 2 * COPY_TTL_S;
const ENDED = "ended";

/** Not the token itself: who reads Redis must not be able to sign in. */
const keyOf = (token: string): string => `session:${createHash("sha256").update(token).digest("base64url")}`;

/** A session without its token, which is what it is found by; times in epoch ms. */
const copy: z.ZodType<Omit<Session, "token">> = z.object({
  id: z.string(),
  userId: z.string(),
  role: z.enum(roles),
  expiresAt: z.number().int(),
});

export type SessionCache = {
  /** `ended`: it was ended a moment ago, whatever else may be known of it. Null: ask the database. */
  read: (token: string) => Promise<Session | "ended" | null>;
  keep: (held: Session) => Promise<void>;
  /** At once for every process, while Redis answers; within half a minute otherwise. */
  end: (tokens: readonly string[]) => Promise<void>;
};

/** Sessions as Redis holds them: a copy for half a minute, so most requests ask the database nothing. */
export function createSessionCache(deps: {
  redis: Pick<RedisStore, "get" | "setIfAbsent" | "overwrite">;
  log: Log;
}): SessionCache {
  const warn = (error: unknown) => deps.log.warn({ error }, "the copy of a session failed");
  return {
    read: async (token) => {
      try {
        const text = await deps.redis.get(keyOf(token));
        if (text === null || text === ENDED) return text === null ? null : "ended";
        const { data } = copy.safeParse(JSON.parse(text));
        return data === undefined ? null : { ...data, token };
      } catch {
        return null;
      }
    },
    keep: ({ token, ...held }) =>
      deps.redis.setIfAbsent(keyOf(token), JSON.stringify(held), COPY_TTL_S).catch(warn),
    end: async (tokens) => {
      await Promise.all(
        tokens.map((token) => deps.redis.overwrite(keyOf(token), ENDED, ENDED_TTL_S).catch(warn)),
      );
    },
  };
}
