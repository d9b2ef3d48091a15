import { eq } from "drizzle-orm";
import type { AccountDeps } from "#features/accounts/deps.ts";
import { sessionCookie } from "#features/accounts/sign-in/complete-sign-in.ts";
import type { Viewer } from "#features/accounts/contract.ts";
import { readUser } from "#features/accounts/core/read-user.ts";
import { sessions } from "#features/accounts/schema.ts";
import { SESSION_DAYS, SESSION_MAX_DAYS } from "#features/accounts/rules/session.ts";
import type { Session } from "#platform/actor.ts";

const DAY_MS = 86_400_000;

/**
 * Returns the signed-in user, and extends the session and its cookie to their full time, but not beyond 90 days after the
 * sign-in, if the last extension is more than a day ago. The newest secret signs the new cookie.
 */
export async function renewSession(
  { db, clock, auth }: Pick<AccountDeps, "db" | "clock" | "auth">,
  session: Session | null,
): Promise<{ result: Viewer; cookies: readonly string[] }> {
  if (session === null) return { result: { user: null }, cookies: [] };
  const user = await readUser(db, session.userId);
  const now = clock.now().getTime();
  const expiresAt = Math.min(now + SESSION_DAYS * DAY_MS, session.startedAt + SESSION_MAX_DAYS * DAY_MS);
  if (expiresAt - session.expiresAt < DAY_MS) return { result: { user }, cookies: [] };
  await db
    .update(sessions)
    .set({ expiresAt: new Date(expiresAt) })
    .where(eq(sessions.id, session.id));
  return { result: { user }, cookies: [sessionCookie(session.token, auth.secrets)] };
}
