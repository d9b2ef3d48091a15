import { eq } from "drizzle-orm";
import { anonymousActor } from "#platform/actor.ts";
import { AppError } from "#platform/app-error.ts";
import type { Clock } from "#platform/clock.ts";
import type { Db } from "#platform/db/db.ts";
import { endSessions } from "#features/accounts/sessions/end-sessions.ts";
import { users } from "#features/accounts/schema.ts";
import { writeAudit } from "#features/accounts/audit.ts";

/**
 * Makes the account of an address an admin, for whoever can reach the database: the first one comes from nowhere else.
 * Its sessions end, so a copy in Redis knows the old role for half a minute at most. Throws `not_found` for an address
 * without an account, `conflict` for one that was never verified or is locked.
 */
export async function grantAdmin(
  { db, clock }: { db: Db; clock: Clock },
  email: string,
): Promise<"granted" | "was_admin"> {
  return db.transaction(async (tx) => {
    const [user] = await tx.select().from(users).where(eq(users.email, email)).for("update");
    if (user === undefined) throw new AppError("not_found", "No account has this address. Sign up first");
    if (!user.emailVerified) {
      throw new AppError("conflict", "This address was never verified. Sign in with the code first");
    }
    if (user.lockedAt !== null) throw new AppError("conflict", "This account is locked");
    if (user.role === "admin") return "was_admin";
    await tx.update(users).set({ role: "admin", updatedAt: clock.now() }).where(eq(users.id, user.id));
    await endSessions(tx, user.id);
    const detail = { from: user.role, to: "admin" };
    await writeAudit({ db: tx, clock }, anonymousActor("the command line"), {
      action: "role_changed",
      userId: user.id,
      detail,
    });
    return "granted";
  });
}
