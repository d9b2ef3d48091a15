import { and, eq, isNotNull, sql } from "drizzle-orm";
import { AppError } from "#platform/app-error.ts";
import type { Db } from "#platform/db/db.ts";
import type { UserView } from "#features/accounts/contract.ts";
import { hasSecondFactor } from "./has-second-factor.ts";
import { credentials, twoFactors, users } from "#features/accounts/schema.ts";

/** Reads the signed-in user's own account. Throws `unauthenticated` if it no longer exists. */
export async function readUser(db: Db, userId: string): Promise<UserView> {
  const hasPassword = sql<boolean>`exists (${db
    .select({ one: sql`1` })
    .from(credentials)
    .where(and(eq(credentials.userId, users.id), isNotNull(credentials.password)))})`;
  const hasTotp = sql<boolean>`exists (${db
    .select({ one: sql`1` })
    .from(twoFactors)
    .where(and(eq(twoFactors.userId, users.id), twoFactors.verified))})`;
  const [row] = await db
    .select({
      id: users.id,
      email: users.email,
      name: users.name,
      role: users.role,
      hasPassword,
      twoFactor: hasSecondFactor(),
      totp: hasTotp,
      createdAt: users.createdAt,
    })
    .from(users)
    .where(eq(users.id, userId));
  if (row === undefined) throw new AppError("unauthenticated", "This account does not exist any more");
  return { ...row, createdAt: row.createdAt.getTime() };
}
