import { AppError } from "#platform/app-error.ts";
import type { AccountDeps } from "#features/accounts/deps.ts";
import type { Revoked, RevokeSessionInput } from "#features/accounts/contract.ts";
import { endSessions } from "./end-sessions.ts";
import type { UserActor } from "#platform/actor.ts";
import { writeAudit } from "#features/accounts/audit.ts";

type Deps = Pick<AccountDeps, "auth" | "clock" | "sessionCache">;

/** Ends one of the user's sessions. Throws `not_found` if it belongs to another user or has ended. */
export async function revokeSession(
  deps: Deps,
  actor: UserActor,
  { sessionId }: RevokeSessionInput,
): Promise<Revoked> {
  const ended = await deps.auth.inTransaction(async (tx) => {
    const tokens = await endSessions(tx, actor.userId, { only: sessionId });
    if (tokens.length === 0) throw new AppError("not_found", "That session has ended already");
    await writeAudit({ ...deps, db: tx }, actor, { action: "session_ended", userId: actor.userId });
    return tokens;
  });
  await deps.sessionCache.markEnded(ended);
  return { revoked: ended.length };
}

/** Ends all of the user's sessions except the current one. */
export async function revokeOtherSessions(deps: Deps, actor: UserActor): Promise<Revoked> {
  const ended = await deps.auth.inTransaction(async (tx) => {
    const tokens = await endSessions(tx, actor.userId, { except: actor.session.id });
    const detail = { ended: tokens.length };
    await writeAudit({ ...deps, db: tx }, actor, {
      action: "sessions_ended",
      userId: actor.userId,
      detail,
    });
    return tokens;
  });
  await deps.sessionCache.markEnded(ended);
  return { revoked: ended.length };
}
