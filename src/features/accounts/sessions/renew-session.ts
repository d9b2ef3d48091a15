import { eq } from "drizzle-orm";
import type { AccountDeps } from "#features/accounts/deps.ts";
import { sessionCookie } from "#features/accounts/sign-in/complete-sign-in.ts";
import type { Viewer } from "#features/accounts/contract.ts";
import { readUser } from "#features/accounts/core/read-user.ts";
import { sessions } from "#features/accounts/schema.ts";
import { SESSION_DAYS } from "#features/accounts/rules/session.ts";
import type { Session } from "#platform/actor.ts";

const DAY_MS = 86_400_000;

/**
 * Who is signed in, for the page that asks on each visit. A session that is used stays: a day after its last extension
 * it and its cookie get their whole time again. The cookie is then signed by the newest secret.
 */
export async function renewSession(
  { db, clock, auth }: Pick<AccountDeps, "db" | "clock" | "auth">,
  held: Session | null,
): Promise<{ result: Viewer; cookies: readonly string[] }> {
  if (held === null) return { result: { user: null }, cookies: [] };
  const user = await readUser(db, held.userId);
  const now = clock.now().getTime();
  const expiresAt = now + SESSION_DAYS * DAY_MS;
  if (expiresAt - held.expiresAt < DAY_MS) return { result: { user }, cookies: [] };
  await db
    .update(sessions)
    .set({ expiresAt: new Date(expiresAt) })
    .where(eq(sessions.id, held.id));
  return { result: { user }, cookies: [sessionCookie(held.token, auth.secrets)] };
}
