import type { AccountDeps } from "#features/accounts/deps.ts";
import { DONE } from "#trpc/contract.ts";
import type { Done } from "#trpc/contract.ts";
import { endSessions } from "./end-sessions.ts";
import { SESSION_COOKIE } from "#features/accounts/rules/session.ts";
import type { Actor, Session } from "#platform/actor.ts";
import { clearCookie } from "#features/accounts/core/sign-cookies.ts";
import { writeAudit } from "#features/accounts/audit.ts";

/** Ends the session the request came with; without one there is nothing to do but clear the cookie. */
export async function logOut(
  deps: Pick<AccountDeps, "auth" | "clock" | "sessionCache">,
  actor: Actor,
  held: Session | null,
): Promise<{ result: Done; cookies: readonly string[] }> {
  if (held !== null) {
    await deps.auth.inTransaction(async (tx) => {
      const ended = await endSessions(tx, held.userId, { only: held.id });
      if (ended.length > 0)
        await writeAudit({ ...deps, db: tx }, actor, { action: "signed_out", userId: held.userId });
    });
    await deps.sessionCache.end([held.token]);
  }
  return { result: DONE, cookies: [clearCookie(SESSION_COOKIE)] };
}
