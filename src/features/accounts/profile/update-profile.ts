import { eq } from "drizzle-orm";
import { askToTellCustomer } from "#features/billing/sync/tell-customer.ts";
import type { AccountDeps } from "#features/accounts/deps.ts";
import type { UpdateProfileInput, UserView } from "#features/accounts/contract.ts";
import { readUser } from "#features/accounts/core/read-user.ts";
import { users } from "#features/accounts/schema.ts";
import type { UserActor, Visitor } from "#features/accounts/rules/session.ts";
import { writeAudit } from "#features/audit/write-audit.ts";

/** Changes what others see of a user. */
export async function updateProfile(
  deps: Pick<AccountDeps, "auth" | "clock">,
  actor: UserActor,
  visitor: Visitor,
  { name }: UpdateProfileInput,
): Promise<UserView> {
  return deps.auth.inTransaction(async (tx) => {
    await tx.update(users).set({ name, updatedAt: deps.clock.now() }).where(eq(users.id, actor.userId));
    await askToTellCustomer(tx, actor.userId);
    await writeAudit({ ...deps, db: tx }, visitor, { action: "profile_changed", userId: actor.userId });
    return readUser(tx, actor.userId);
  });
}
