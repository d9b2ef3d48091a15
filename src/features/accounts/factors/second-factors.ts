import { randomUUID } from "node:crypto";
import { generateRandomString, symmetricEncrypt } from "better-auth/crypto";
import { and, eq } from "drizzle-orm";
import type { Db } from "#platform/db/db.ts";
import type { SecondFactors } from "#features/accounts/contract.ts";
import { hasSecondFactor } from "#features/accounts/core/has-second-factor.ts";
import type { Auth } from "#features/accounts/core/open-auth.ts";
import { passkeys, sessions, twoFactors, users } from "#features/accounts/schema.ts";

const BACKUP_CODES = 10;

/** Whether signing in asks a user for a second factor. False if there is no such account. */
export async function isSecondFactorOn(db: Db, userId: string): Promise<boolean> {
  const [user] = await db.select({ isOn: hasSecondFactor() }).from(users).where(eq(users.id, userId));
  return user?.isOn ?? false;
}

/** The second factors that a user has. */
export async function readSecondFactors(db: Db, userId: string): Promise<SecondFactors> {
  const totp = await db
    .select({ id: twoFactors.id })
    .from(twoFactors)
    .where(and(eq(twoFactors.userId, userId), twoFactors.verified));
  const keys = await db
    .select({ id: passkeys.id })
    .from(passkeys)
    .where(eq(passkeys.userId, userId))
    .limit(1);
  return { totp: totp.length > 0, passkey: keys.length > 0 };
}

/** Takes the confirmations of all of a user's sessions back, because they proved other factors. */
export async function endConfirmations(tx: Db, userId: string): Promise<void> {
  await tx.update(sessions).set({ confirmedAt: null }).where(eq(sessions.userId, userId));
}

/** Until `tx` ends, no other transaction that takes this lock changes the user's second factors. */
export async function lockSecondFactors(tx: Db, userId: string): Promise<void> {
  await tx.select({ id: users.id }).from(users).where(eq(users.id, userId)).for("update");
}

/**
 * Makes what better-auth knows of a user agree with the second factors that are there: whether sign-in asks for one
 * (`twoFactorEnabled`), and the row with the backup codes, which the last factor takes with it. Call it in each transaction
 * that adds or removes a factor, after `lockSecondFactors`. Returns new backup codes if the account had no factor before.
 */
export async function settleSecondFactors(tx: Db, auth: Auth, userId: string): Promise<string[]> {
  const wasOn = await isSecondFactorOn(tx, userId);
  const { totp, passkey } = await readSecondFactors(tx, userId);
  const isOn = totp || passkey;
  if (isOn !== wasOn) await tx.update(users).set({ twoFactorEnabled: isOn }).where(eq(users.id, userId));
  if (!isOn) {
    await tx.delete(twoFactors).where(eq(twoFactors.userId, userId));
    return [];
  }
  if (totp) return [];
  const rows = await tx.select({ id: twoFactors.id }).from(twoFactors).where(eq(twoFactors.userId, userId));
  if (wasOn && rows.length > 0) return [];
  const backupCodes = Array.from({ length: BACKUP_CODES }, makeBackupCode);
  // An app that is being set up has a row already; its setup has to start again, because the codes are other ones.
  await tx.delete(twoFactors).where(eq(twoFactors.userId, userId));
  await tx.insert(twoFactors).values({
    id: randomUUID(),
    userId,
    verified: false,
    secret: await unknownSecret(auth),
    backupCodes: await encrypt(auth, JSON.stringify(backupCodes)),
  });
  return backupCodes;
}

/** Forgets the authenticator app of an account whose passkeys and backup codes stay. */
export async function forgetTotp(tx: Db, auth: Auth, userId: string): Promise<void> {
  await tx
    .update(twoFactors)
    .set({ verified: false, secret: await unknownSecret(auth) })
    .where(eq(twoFactors.userId, userId));
}

/** In better-auth's format, whose plugin verifies them. */
function makeBackupCode(): string {
  const text = generateRandomString(10, "a-z", "0-9", "A-Z");
  return `${text.slice(0, 5)}-${text.slice(5)}`;
}

/** better-auth's row has to have a secret. Nobody has seen this one, so no app shows its codes. */
const unknownSecret = (auth: Auth): Promise<string> => encrypt(auth, generateRandomString(32));

async function encrypt(auth: Auth, data: string): Promise<string> {
  const { secretConfig } = await auth.context;
  return symmetricEncrypt({ key: secretConfig, data });
}
