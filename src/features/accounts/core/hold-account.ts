import type { TransactionSql } from "postgres";
import { AppError } from "#platform/app-error.ts";

/**
 * Keeps an account from being deleted until the transaction ends, so that no row of a user is stored behind the deletion.
 * Throws `unauthenticated` if it is gone.
 */
export async function holdAccount(tx: TransactionSql, userId: string): Promise<void> {
  const held = await tx`select 1 from users where id = ${userId} for key share`;
  if (held.length === 0) throw new AppError("unauthenticated", "This account was deleted");
}
