import { eq } from "drizzle-orm";
import type { AccountDeps } from "#features/accounts/deps.ts";
import { users } from "#features/accounts/schema.ts";
import type { Visitor } from "#features/accounts/rules/session.ts";
import { writeAudit } from "#features/audit/write-audit.ts";

/** A line in the log for an unknown address too: what is written takes time, and time tells. */
export async function noteRefusal(
  deps: Pick<AccountDeps, "db" | "clock">,
  visitor: Visitor,
  { email, action }: { email: string; action: "sign_in_failed" | "code_failed" },
): Promise<void> {
  const [user] = await deps.db.select({ id: users.id }).from(users).where(eq(users.email, email));
  await writeAudit(deps, visitor, { action, userId: user?.id ?? null });
}
