import type { AccountDeps } from "#features/accounts/deps.ts";
import { DONE } from "#trpc/contract.ts";
import type { Done } from "#trpc/contract.ts";
import { endSessions } from "./end-sessions.ts";
import { SESSION_COOKIE } from "#features/accounts/rules/session.ts";
import type { Actor, Session } from "#platform/actor.ts";
import { clearCookie } from "#features/accounts/core/sign-cookies.ts";
import { writeAudit } from "#features/accounts/audit.ts";

/** Ends the request's session, if it has one, and clears the cookie. */
export async function logOut(
  deps: Pick<AccountDeps, "auth" | "clock" | "sessionCache">,
  actor: Actor,
  session: Session | null,
): Promise<{ result: Done; cookies: readonly string[] }> {
  if (session !== null) {
    await deps.auth.inTransaction(async (tx) => {
      const ended = await endSessions(tx, session.userId, { only: session.id });
      if (ended.length > 0)
        await writeAudit({ ...deps, db: tx }, actor, { action: "signed_out", userId: session.userId });
    });
    await deps.sessionCache.markEnded([session.token]);
  }
  return { result: DONE, cookies: [clearCookie(SESSION_COOKIE)] };
}
