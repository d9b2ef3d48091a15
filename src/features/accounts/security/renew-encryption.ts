import { symmetricDecrypt, symmetricEncrypt } from "better-auth/crypto";
import { and, eq, notLike, or } from "drizzle-orm";
import type { Db } from "#platform/db/db.ts";
import { twoFactors } from "#features/accounts/schema.ts";
import { versionsOf } from "#features/accounts/core/secret-versions.ts";

/**
 * Encrypts anew, under the first secret, what second factors keep under an older one, so that the older one can be
 * dropped. Answers how many there were. A row that somebody changed meanwhile is left for the next run.
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
  const isNewest = `$ba$${newest.version}$%`;
  const anew = async (data: string) => symmetricEncrypt({ key, data: await symmetricDecrypt({ key, data }) });
  const rows = await db
    .select({ id: twoFactors.id, secret: twoFactors.secret, backupCodes: twoFactors.backupCodes })
    .from(twoFactors)
    .where(or(notLike(twoFactors.secret, isNewest), notLike(twoFactors.backupCodes, isNewest)));
  for (const { id, secret, backupCodes } of rows) {
    await db
      .update(twoFactors)
      .set({ secret: await anew(secret), backupCodes: await anew(backupCodes) })
      .where(
        and(eq(twoFactors.id, id), eq(twoFactors.secret, secret), eq(twoFactors.backupCodes, backupCodes)),
      );
  }
  return rows.length;
}
