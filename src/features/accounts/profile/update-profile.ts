import { eq } from "drizzle-orm";
import type { AccountDeps } from "#features/accounts/deps.ts";
import type { UpdateProfileInput, UserView } from "#features/accounts/contract.ts";
import { readUser } from "#features/accounts/core/read-user.ts";
import { users } from "#features/accounts/schema.ts";
import type { UserActor } from "#platform/actor.ts";
import { writeAudit } from "#features/accounts/audit.ts";

/** Changes a user's display name. */
export async function updateProfile(
  deps: Pick<AccountDeps, "auth" | "clock" | "accountLifecycle">,
  actor: UserActor,
  { name }: UpdateProfileInput,
): Promise<UserView> {
  return deps.auth.inTransaction(async (tx) => {
    await tx.update(users).set({ name, updatedAt: deps.clock.now() }).where(eq(users.id, actor.userId));
    for (const hooks of deps.accountLifecycle) await hooks.onContactChanged?.(tx, actor.userId);
    await writeAudit({ ...deps, db: tx }, actor, { action: "profile_changed", userId: actor.userId });
    return readUser(tx, actor.userId);
  });
}
