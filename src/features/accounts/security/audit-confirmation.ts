import { isAppError } from "#platform/app-error.ts";
import type { UserActor } from "#platform/actor.ts";
import type { AccountDeps } from "#features/accounts/deps.ts";
import { writeAudit } from "#features/accounts/audit.ts";

/** The fields by which a user confirms who they are. */
const PROOFS = new Set(["password", "code", "mailCode", "backupCode", "presentCode", "newCode", "passkey"]);

/**
 * Writes a wrong password or code of a signed-in user to the audit log, because the session may be stolen. `error` is what
 * a verb has thrown; others are left out.
 */
export async function auditConfirmation(
  deps: Pick<AccountDeps, "db" | "clock">,
  actor: UserActor,
  error: unknown,
): Promise<void> {
  if (!isAppError(error) || !PROOFS.has(String(error.detail["field"]))) return;
  await writeAudit(deps, actor, { action: "confirmation_failed", userId: actor.userId });
}
