import { eq, sql } from "drizzle-orm";
import { queueMail } from "#features/mail/queue-mail.ts";
import { AppError } from "#platform/app-error.ts";
import type { AccountDeps } from "#features/accounts/deps.ts";
import { wrongCodesMail } from "#features/accounts/rules/mails.ts";
import { twoFactors, users } from "#features/accounts/schema.ts";

/** The owner is told at this number of wrong codes in a row. */
const WARN_AT = 10;
/** From this number on, the second factor opens only with a code from the owner's mail as well. */
const CLOSE_AT = 30;
const CLOSED =
  "After 30 wrong codes the second factor is closed. Sign out and in again: a code from your mail opens it";

/** Whether a user's second factor is closed after wrong codes. */
export async function isFactorClosed(db: AccountDeps["db"], userId: string): Promise<boolean> {
  const [factor] = await db
    .select({ wrongCodes: twoFactors.wrongCodes })
    .from(twoFactors)
    .where(eq(twoFactors.userId, userId));
  return (factor?.wrongCodes ?? 0) >= CLOSE_AT;
}

/** Throws `forbidden` (`factor: closed`) for a signed-in user whose second factor is closed. */
export async function refuseClosedFactor(db: AccountDeps["db"], userId: string): Promise<void> {
  if (await isFactorClosed(db, userId)) throw new AppError("forbidden", CLOSED, { factor: "closed" });
}

/** Counts a wrong code or passkey, and mails the owner at ten in a row and when the factor closes. */
export async function countWrongCode(
  { auth, encryption }: Pick<AccountDeps, "auth" | "encryption">,
  userId: string,
): Promise<void> {
  await auth.inTransaction(async (tx) => {
    const [factor] = await tx
      .update(twoFactors)
      .set({ wrongCodes: sql`${twoFactors.wrongCodes} + 1` })
      .where(eq(twoFactors.userId, userId))
      .returning({ wrongCodes: twoFactors.wrongCodes });
    if (factor?.wrongCodes !== WARN_AT && factor?.wrongCodes !== CLOSE_AT) return;
    const [owner] = await tx.select({ email: users.email }).from(users).where(eq(users.id, userId));
    if (owner === undefined) return;
    await queueMail({ tx, encryption }, { to: owner.email, content: wrongCodesMail(factor.wrongCodes) });
  });
}

/** A right code ends the row of wrong ones. */
export async function forgetWrongCodes(db: AccountDeps["db"], userId: string): Promise<void> {
  await db.update(twoFactors).set({ wrongCodes: 0 }).where(eq(twoFactors.userId, userId));
}
