import { eq } from "drizzle-orm";
import { askToTellCustomer } from "#features/billing/sync/tell-customer.ts";
import type { AccountDeps } from "./account-deps.ts";
import type { UpdateProfileInput, UserView } from "./contract.ts";
import { readUser } from "./read-user.ts";
import { users } from "./schema.ts";
import type { UserActor, Visitor } from "./session.ts";
import { writeAudit } from "./write-audit.ts";

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
