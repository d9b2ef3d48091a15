import type { AccountDeps } from "#features/accounts/deps.ts";
import { DONE } from "#features/accounts/contract.ts";
import type { Done } from "#features/accounts/contract.ts";
import { endSessions } from "./end-sessions.ts";
import { SESSION_COOKIE } from "#features/accounts/rules/session.ts";
import type { Session, Visitor } from "#features/accounts/rules/session.ts";
import { clearCookie } from "#features/accounts/core/sign-cookies.ts";
import { writeAudit } from "#features/audit/write-audit.ts";

/** Ends the session the request came with; without one there is nothing to do but clear the cookie. */
export async function logOut(
  deps: Pick<AccountDeps, "auth" | "clock" | "sessionCopies">,
  visitor: Visitor,
  held: Session | null,
): Promise<{ result: Done; cookies: readonly string[] }> {
  if (held !== null) {
    await deps.auth.inTransaction(async (tx) => {
      const ended = await endSessions(tx, held.userId, { only: held.id });
      if (ended.length > 0)
        await writeAudit({ ...deps, db: tx }, visitor, { action: "signed_out", userId: held.userId });
    });
    await deps.sessionCopies.end([held.token]);
  }
  return { result: DONE, cookies: [clearCookie(SESSION_COOKIE)] };
}
