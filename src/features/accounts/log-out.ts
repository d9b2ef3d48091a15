import type { AccountDeps } from "./account-deps.ts";
import { DONE } from "./contract.ts";
import type { Done } from "./contract.ts";
import { endSessions } from "./end-sessions.ts";
import { SESSION_COOKIE } from "./session.ts";
import type { Session, Visitor } from "./session.ts";
import { clearCookie } from "./sign-cookies.ts";
import { writeAudit } from "./write-audit.ts";

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
