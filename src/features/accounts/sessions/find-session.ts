import { and, eq, gt, isNull } from "drizzle-orm";
import type { Clock } from "#platform/clock.ts";
import type { Db } from "#platform/db/db.ts";
import type { SessionCache } from "./session-cache.ts";
import { sessions, users } from "#features/accounts/schema.ts";
import { SESSION_COOKIE } from "#features/accounts/rules/session.ts";
import type { Session, Visitor } from "#platform/actor.ts";
import { readSignedCookie } from "#features/accounts/core/sign-cookies.ts";

/** The time of last use is written once in this while. */
const TOUCH_EVERY_MS = 60_000;

/** The token a `Cookie` header carries, where one of our secrets signed it: no query, so cheap for everybody. */
export const readSessionToken = (cookies: string, secrets: readonly string[]): string | null =>
  readSignedCookie(cookies, SESSION_COOKIE, secrets);

/**
 * Who is signed in by this token; null where it is unknown, has ended or expired, or its account is locked. Throws when
 * neither Redis nor the database can say.
 */
export async function findSession(
  deps: { db: Db; clock: Clock; sessionCache: SessionCache },
  token: string,
  visitor: Visitor,
): Promise<Session | null> {
  const now = deps.clock.now();
  const copy = await deps.sessionCache.read(token);
  if (copy === "ended") return null;
  if (copy !== null) return copy.expiresAt > now.getTime() ? copy : null;

  const [row] = await deps.db
    .select({
      id: sessions.id,
      token: sessions.token,
      userId: sessions.userId,
      role: users.role,
      expiresAt: sessions.expiresAt,
      lastUsedAt: sessions.lastUsedAt,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.token, token), gt(sessions.expiresAt, now), isNull(users.lockedAt)));
  if (row === undefined) return null;
  const { lastUsedAt, expiresAt, ...rest } = row;
  const found: Session = { ...rest, expiresAt: expiresAt.getTime() };
  await deps.sessionCache.keep(found);
  if (now.getTime() - lastUsedAt.getTime() >= TOUCH_EVERY_MS) {
    await deps.db
      .update(sessions)
      .set({ lastUsedAt: now, ipAddress: visitor.ip, userAgent: visitor.userAgent })
      .where(eq(sessions.id, found.id));
  }
  return found;
}
