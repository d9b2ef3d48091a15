import { eq } from "drizzle-orm";
import { anonymousActor } from "#platform/actor.ts";
import { AppError } from "#platform/app-error.ts";
import type { Clock } from "#platform/clock.ts";
import type { Db } from "#platform/db/db.ts";
import { hasSecondFactor } from "#features/accounts/core/has-second-factor.ts";
import { endSessions } from "#features/accounts/sessions/end-sessions.ts";
import { users } from "#features/accounts/schema.ts";
import { writeAudit } from "#features/accounts/audit.ts";

export type Grant = { outcome: "granted" | "was_admin"; hasSecondFactor: boolean };

/**
 * Makes an account an admin from the command line, which is how a site gets its first admin. Ends its sessions; cached
 * ones have the old role for up to 30 s. Throws `not_found` if no account has this e-mail address, `conflict` if it is
 * unverified or locked. Without a second factor the role is granted, and the admin part stays closed.
 */
export async function grantAdmin({ db, clock }: { db: Db; clock: Clock }, email: string): Promise<Grant> {
  return db.transaction(async (tx) => {
    const [user] = await tx
      .select({
        id: users.id,
        role: users.role,
        emailVerified: users.emailVerified,
        lockedAt: users.lockedAt,
        hasSecondFactor: hasSecondFactor(),
      })
      .from(users)
      .where(eq(users.email, email))
      .for("update");
    if (user === undefined) throw new AppError("not_found", "No account has this address. Sign up first");
    if (!user.emailVerified) {
      throw new AppError("conflict", "This address was never verified. Sign in with the code first");
    }
    if (user.lockedAt !== null) throw new AppError("conflict", "This account is locked");
    const grant = { hasSecondFactor: user.hasSecondFactor };
    if (user.role === "admin") return { ...grant, outcome: "was_admin" };
    await tx.update(users).set({ role: "admin", updatedAt: clock.now() }).where(eq(users.id, user.id));
    await endSessions(tx, user.id);
    const detail = { from: user.role, to: "admin" };
    await writeAudit({ db: tx, clock }, anonymousActor("the command line"), {
      action: "role_changed",
      userId: user.id,
      detail,
    });
    return { ...grant, outcome: "granted" };
  });
}
