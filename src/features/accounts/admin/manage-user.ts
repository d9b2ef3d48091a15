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
 * Locks an account, which ends its sessions and blocks sign-in, or unlocks it. Throws `not_found`, `forbidden` for the
 * admin's own account, and `conflict` for the last admin.
 */
export async function setLock(
  deps: Deps,
  actor: UserActor,
  { userId, locked }: SetLockInput,
): Promise<ManagedUser> {
  forbidOwnAccount(actor, userId);
  const { view } = await changeAccount(deps, actor, userId, async (tx, before) => {
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

/** Changes a user's role and ends the user's sessions. Throws the same errors as setLock. */
export async function setRole(
  deps: Deps,
  actor: UserActor,
  { userId, role }: SetRoleInput,
): Promise<ManagedUser> {
  forbidOwnAccount(actor, userId);
  const { view } = await changeAccount(deps, actor, userId, async (tx, before) => {
    if (before.role === role) return null;
    if (role !== "admin") await requireAnotherAdmin(tx, userId);
    await tx.update(users).set({ role, updatedAt: deps.clock.now() }).where(eq(users.id, userId));
    return { action: "role_changed", detail: { from: before.role, to: role }, endsSessions: true };
  });
  return view;
}

/** Ends all sessions of a user. */
export async function endUserSessions(
  deps: Deps,
  actor: UserActor,
  { userId }: UserIdInput,
): Promise<Revoked> {
  const { ended } = await changeAccount(deps, actor, userId, () =>
    Promise.resolve({ action: "sessions_ended_by_admin", endsSessions: true }),
  );
  return { revoked: ended };
}

type Change = { action: AccountAuditAction; detail?: AuditDetail; endsSessions: boolean };

function forbidOwnAccount(actor: UserActor, userId: string): void {
  if (actor.userId !== userId) return;
  throw new AppError("forbidden", "Another admin has to do that to your own account");
}

/** Applies a change, audits it and ends sessions in one transaction. `change` returns null if there is nothing to do. */
async function changeAccount(
  deps: Deps,
  actor: UserActor,
  userId: string,
  change: (tx: Db, before: ManagedUser) => Promise<Change | null>,
): Promise<{ view: ManagedUser; ended: number }> {
  const { view, tokens } = await deps.auth.inTransaction(async (tx) => {
    const applied = await change(tx, await findUser(tx, userId));
    if (applied === null) return { view: await findUser(tx, userId), tokens: [] };
    const { action, detail, endsSessions } = applied;
    const ended = endsSessions ? await endSessions(tx, userId) : [];
    await writeAudit({ ...deps, db: tx }, actor, {
      action,
      userId,
      actorId: actor.userId,
      ...(detail === undefined ? {} : { detail }),
    });
    return { view: await findUser(tx, userId), tokens: ended };
  });
  await deps.sessionCache.markEnded(tokens);
  return { view, ended: tokens.length };
}
