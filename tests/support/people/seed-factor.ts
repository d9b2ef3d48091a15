import { randomUUID } from "node:crypto";
import { symmetricEncrypt } from "better-auth/crypto";
import { versionsOf } from "#features/accounts/core/secret-versions.ts";
import type { DbHandle } from "#platform/db/db.ts";
import { TEST_SECRETS } from "./mailbox.ts";

/** The secret that better-auth stores, and the same in the base32 that an authenticator app is given. */
const STORED = "a-secret-of-an-app-in-the-tests!";
export const SEEDED_APP = "MEWXGZLDOJSXILLPMYWWC3RNMFYHALLJNYWXI2DFFV2GK43UOMQQ";

/** Turns a user's second factor on, without the calls that do so; its app shows `totp(SEEDED_APP)`. */
export async function seedSecondFactor(
  db: Pick<DbHandle, "sql">,
  userId: string,
  secrets: readonly string[] = TEST_SECRETS,
): Promise<void> {
  const versions = versionsOf(secrets);
  const key = {
    keys: new Map(versions.map(({ version, value }) => [version, value])),
    currentVersion: versions[0]?.version ?? 0,
  };
  const [secret, backupCodes] = await Promise.all([
    symmetricEncrypt({ key, data: STORED }),
    symmetricEncrypt({ key, data: "[]" }),
  ]);
  await db.sql`
    insert into two_factors (id, secret, backup_codes, user_id, verified)
    values (${randomUUID()}, ${secret}, ${backupCodes}, ${userId}, true)`;
  await db.sql`update users set two_factor_enabled = true where id = ${userId}`;
}
