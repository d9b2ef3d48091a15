import { symmetricDecrypt, symmetricEncrypt } from "better-auth/crypto";
import { and, eq, notLike, or } from "drizzle-orm";
import type { Db } from "#platform/db/db.ts";
import { twoFactors } from "#features/accounts/schema.ts";
import { versionsOf } from "#features/accounts/core/secret-versions.ts";

/**
 * Encrypts second factors with the newest secret if an older one encrypted them, so that the older one can be removed.
 * Returns the number of rows. A row that changes meanwhile is left for the next run.
 */
export async function renewEncryption({
  db,
  secrets,
}: {
  db: Db;
  secrets: readonly string[];
}): Promise<number> {
  const versions = versionsOf(secrets);
  const [newest] = versions;
  if (newest === undefined) return 0;
  const key = {
    keys: new Map(versions.map(({ version, value }) => [version, value])),
    currentVersion: newest.version,
  };
  const newestPattern = `$ba$${newest.version}$%`;
  const reencrypt = async (data: string) =>
    symmetricEncrypt({ key, data: await symmetricDecrypt({ key, data }) });
  const rows = await db
    .select({ id: twoFactors.id, secret: twoFactors.secret, backupCodes: twoFactors.backupCodes })
    .from(twoFactors)
    .where(or(notLike(twoFactors.secret, newestPattern), notLike(twoFactors.backupCodes, newestPattern)));
  for (const { id, secret, backupCodes } of rows) {
    await db
      .update(twoFactors)
      .set({ secret: await reencrypt(secret), backupCodes: await reencrypt(backupCodes) })
      .where(
        and(eq(twoFactors.id, id), eq(twoFactors.secret, secret), eq(twoFactors.backupCodes, backupCodes)),
      );
  }
  return rows.length;
}
