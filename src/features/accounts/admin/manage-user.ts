import { eq } from "drizzle-orm";
import { AppError } from "#platform/app-error.ts";
import type { Db } from "#platform/db/db.ts";
import type { AccountDeps } from "#features/accounts/deps.ts";
import type { ManagedUser, SetLockInput, SetRoleInput, UserIdInput } from "./contract.ts";
import type { AuditDetail } from "#features/audit/contract.ts";
import type { AccountAuditAction } from "#features/accounts/audit.ts";
import type { Revoked } from "#features/accounts/contract.ts";
import { endSessions } from "#features/accounts/sessions/end-sessions.ts";
import { requireAnotherAdmin } from "#features/accounts/core/require-another-admin.ts";
import { users } from "#features/accounts/schema.ts";
import { findUser } from "./search-users.ts";
import type { UserActor } from "#platform/actor.ts";
import { writeAudit } from "#features/accounts/audit.ts";

type Deps = Pick<AccountDeps, "auth" | "clock" | "sessionCache">;

/**
 * Locks an account, which ends its sessions and lets nobody in, or opens it again. Throws `not_found`, and `forbidden`
 * for one's own account.
 */
export async function setLock(
  deps: Deps,
  actor: UserActor,
  { userId, locked }: SetLockInput,
): Promise<ManagedUser> {
  refuseOwn(actor, userId);
  const { view } = await manage(deps, actor, userId, async (tx, before) => {
    if (locked === (before.lockedAt !== null)) return null;
    if (locked) await requireAnotherAdmin(tx, userId);
    const now = deps.clock.now();
    await tx
      .update(users)
      .set({ lockedAt: locked ? now : null, updatedAt: now })
      .where(eq(users.id, userId));
    return { action: locked ? "locked" : "unlocked", endsSessions: locked };
  });
  return view;
}

/** Makes somebody an admin or takes it back; either way they sign in anew. Throws as setLock does. */
export async function setRole(
  deps: Deps,
  actor: UserActor,
  { userId, role }: SetRoleInput,
): Promise<ManagedUser> {
  refuseOwn(actor, userId);
  const { view } = await manage(deps, actor, userId, async (tx, before) => {
    if (before.role === role) return null;
    if (role !== "admin") await requireAnotherAdmin(tx, userId);
    await tx.update(users).set({ role, updatedAt: deps.clock.now() }).where(eq(users.id, userId));
    return { action: "role_changed", detail: { from: before.role, to: role }, endsSessions: true };
  });
  return view;
}

/** Signs somebody out everywhere. */
export async function endUserSessions(
  deps: Deps,
  actor: UserActor,
  { userId }: UserIdInput,
): Promise<Revoked> {
  const { ended } = await manage(deps, actor, userId, () =>
    Promise.resolve({ action: "sessions_ended_by_admin", endsSessions: true }),
  );
  return { revoked: ended };
}

type Change = { action: AccountAuditAction; detail?: AuditDetail; endsSessions: boolean };

function refuseOwn(actor: UserActor, userId: string): void {
  if (actor.userId !== userId) return;
  throw new AppError("forbidden", "Another admin has to do that to your own account");
}

/** What is changed, what is written down and whose sessions end is one transaction; null: it was so already. */
async function manage(
  deps: Deps,
  actor: UserActor,
  userId: string,
  change: (tx: Db, before: ManagedUser) => Promise<Change | null>,
): Promise<{ view: ManagedUser; ended: number }> {
  const { view, tokens } = await deps.auth.inTransaction(async (tx) => {
    const done = await change(tx, await findUser(tx, userId));
    if (done === null) return { view: await findUser(tx, userId), tokens: [] };
    const { action, detail, endsSessions } = done;
    const ended = endsSessions ? await endSessions(tx, userId) : [];
    await writeAudit({ ...deps, db: tx }, actor, {
      action,
      userId,
      actorId: actor.userId,
      ...(detail === undefined ? {} : { detail }),
    });
    return { view: await findUser(tx, userId), tokens: ended };
  });
  await deps.sessionCache.end(tokens);
  return { view, ended: tokens.length };
}
