import { eq } from "drizzle-orm";
import type { AccountDeps } from "#features/accounts/deps.ts";
import { users } from "#features/accounts/schema.ts";
import type { Actor } from "#platform/actor.ts";
import { writeAudit } from "#features/accounts/audit.ts";

/** Also writes a row for unknown e-mail addresses, so that timing does not reveal which accounts exist. */
export async function auditFailedSignIn(
  deps: Pick<AccountDeps, "db" | "clock">,
  actor: Actor,
  { email, action }: { email: string; action: "sign_in_failed" | "code_failed" },
): Promise<void> {
  const [user] = await deps.db.select({ id: users.id }).from(users).where(eq(users.email, email));
  await writeAudit(deps, actor, { action, userId: user?.id ?? null });
}
