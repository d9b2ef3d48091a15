import { and, eq } from "drizzle-orm";
import { AppError } from "#platform/app-error.ts";
import type { UserActor } from "#platform/actor.ts";
import { DONE } from "#trpc/contract.ts";
import type { Done } from "#trpc/contract.ts";
import type { AccountDeps } from "#features/accounts/deps.ts";
import type { ConfirmSessionInput } from "#features/accounts/contract.ts";
import { readUser } from "#features/accounts/core/read-user.ts";
import { sessions } from "#features/accounts/schema.ts";
import { writeAudit } from "#features/accounts/audit.ts";
import { checkAppCode } from "./check-app-code.ts";

/**
 * Confirms this session with a code of the authenticator app, for 15 minutes. Throws `invalid_input` for a wrong or used
 * code, `forbidden` while the factor is closed, `conflict` without an app, `unauthenticated` if the session has ended.
 */
export async function confirmSession(
  deps: Pick<AccountDeps, "auth" | "clock" | "db" | "encryption">,
  actor: UserActor,
  { code }: ConfirmSessionInput,
): Promise<Done> {
  const { userId, session } = actor;
  const { totp } = await readUser(deps.db, userId);
  if (!totp) throw new AppError("conflict", "Turn on the second factor first, in Settings > Security");
  await checkAppCode(deps, actor, code);
  await deps.auth.inTransaction(async (tx) => {
    const confirmed = await tx
      .update(sessions)
      .set({ confirmedAt: deps.clock.now() })
      .where(and(eq(sessions.id, session.id), eq(sessions.userId, userId)))
      .returning({ id: sessions.id });
    if (confirmed.length === 0) throw new AppError("unauthenticated", "Sign in to do this");
    await writeAudit({ ...deps, db: tx }, actor, { action: "confirmed", userId });
  });
  return DONE;
}
