import { and, asc, eq } from "drizzle-orm";
import { AppError } from "#platform/app-error.ts";
import type { UserActor } from "#platform/actor.ts";
import type { Db } from "#platform/db/db.ts";
import { writeAudit } from "#features/accounts/audit.ts";
import type { AccountDeps } from "#features/accounts/deps.ts";
import { passkeys } from "#features/accounts/schema.ts";
import type { PasskeyList, PasskeyView, RenamePasskeyInput } from "./contract.ts";

type PasskeyRow = typeof passkeys.$inferSelect;

export const toPasskeyView = (row: PasskeyRow): PasskeyView => ({
  id: row.id,
  name: row.name,
  addedAt: row.createdAt.getTime(),
  lastUsedAt: row.lastUsedAt?.getTime() ?? null,
  isSynced: row.deviceType === "multiDevice",
});

/** A user's passkeys, oldest first. */
export const readPasskeys = (db: Db, userId: string): Promise<PasskeyRow[]> =>
  db
    .select()
    .from(passkeys)
    .where(eq(passkeys.userId, userId))
    .orderBy(asc(passkeys.createdAt), asc(passkeys.id));

export async function listPasskeys({ db }: Pick<AccountDeps, "db">, actor: UserActor): Promise<PasskeyList> {
  return { passkeys: (await readPasskeys(db, actor.userId)).map(toPasskeyView) };
}

export const passkeyGone = (): AppError => new AppError("not_found", "That passkey is removed already");

/** Gives a passkey of the user another name. Throws `not_found` for one of somebody else, too. */
export async function renamePasskey(
  { auth, clock }: Pick<AccountDeps, "auth" | "clock">,
  actor: UserActor,
  { id, name }: RenamePasskeyInput,
): Promise<PasskeyView> {
  return auth.inTransaction(async (tx) => {
    const [row] = await tx
      .update(passkeys)
      .set({ name })
      .where(and(eq(passkeys.id, id), eq(passkeys.userId, actor.userId)))
      .returning();
    if (row === undefined) throw passkeyGone();
    await writeAudit({ clock, db: tx }, actor, { action: "passkey_renamed", userId: actor.userId });
    return toPasskeyView(row);
  });
}
