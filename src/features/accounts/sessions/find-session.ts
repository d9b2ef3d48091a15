import { and, eq, isNull } from "drizzle-orm";
import type { Clock } from "#platform/clock.ts";
import type { Db } from "#platform/db/db.ts";
import type { SessionCache } from "./session-cache.ts";
import { sessions, users } from "#features/accounts/schema.ts";
import { isLiveSession } from "./live-session.ts";
import { SESSION_COOKIE } from "#features/accounts/rules/session.ts";
import type { Session, Visitor } from "#platform/actor.ts";
import { readSignedCookie } from "#features/accounts/core/sign-cookies.ts";

/** The time of last use is written at most this often. */
const TOUCH_EVERY_MS = 60_000;

/** The session token in a `Cookie` header if one of the secrets signed it, else null. Needs no query. */
export const readSessionToken = (cookies: string, secrets: readonly string[]): string | null =>
  readSignedCookie(cookies, SESSION_COOKIE, secrets);

/**
 * Finds the session of a token; null if it is unknown, ended or expired, or if its account is locked. Throws if neither
 * Redis nor the database answers.
 */
export async function findSession(
  deps: { db: Db; clock: Clock; sessionCache: SessionCache },
  token: string,
  visitor: Visitor,
): Promise<Session | null> {
  // A token of a session that is no more costs one look-up in 30 s.
  if (deps.sessionCache.standingOf(token) === "dead") return null;
  const found = await lookUp(deps, token, visitor);
  deps.sessionCache.remember(token, found === null ? "dead" : { userId: found.userId });
  return found;
}

async function lookUp(
  deps: { db: Db; clock: Clock; sessionCache: SessionCache },
  token: string,
  visitor: Visitor,
): Promise<Session | null> {
  const now = deps.clock.now();
  const cached = await deps.sessionCache.read(token);
  if (cached === "ended") return null;
  if (cached !== null) return cached.expiresAt > now.getTime() ? cached : null;

  const [row] = await deps.db
    .select({
      id: sessions.id,
      token: sessions.token,
      userId: sessions.userId,
      role: users.role,
      expiresAt: sessions.expiresAt,
      startedAt: sessions.createdAt,
      lastUsedAt: sessions.lastUsedAt,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.token, token), isLiveSession(now), isNull(users.lockedAt)));
  if (row === undefined) return null;
  const { lastUsedAt, ...rest } = row;
  const found: Session = {
    ...rest,
    expiresAt: rest.expiresAt.getTime(),
    startedAt: rest.startedAt.getTime(),
  };
  await deps.sessionCache.store(found);
  if (now.getTime() - lastUsedAt.getTime() >= TOUCH_EVERY_MS) {
    await deps.db
      .update(sessions)
      .set({ lastUsedAt: now, ipAddress: visitor.ip, userAgent: visitor.userAgent })
      .where(eq(sessions.id, found.id));
  }
  return found;
}
