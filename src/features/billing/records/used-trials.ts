import { inArray } from "drizzle-orm";
import type { Db } from "#platform/db/db.ts";
import type { Encryption } from "#platform/encryption.ts";
import { mailboxOf } from "#features/billing/rules/mailbox-of.ts";
import { billingUsedTrials } from "#features/billing/schema.ts";

type Deps = { db: Db; encryption: Encryption };

/**
 * Records that the owner of an e-mail address had a trial, as a keyed hash of the mailbox, which cannot be guessed without
 * the secret. The mark outlives the account.
 */
export async function recordUsedTrial({ db, encryption }: Deps, email: string, at: Date): Promise<void> {
  const [mark] = encryption.keyedHashes(mailboxOf(email));
  await db.insert(billingUsedTrials).values({ mark, at }).onConflictDoNothing();
}

/**
 * True if an account, deleted or not, whose e-mail address leads to the same mailbox had a trial. Unknown for hashes whose secret was removed from the
 * configuration.
 */
export async function hasUsedTrial({ db, encryption }: Deps, email: string): Promise<boolean> {
  // The oldest marks are of the address as it was written.
  const hashes = [...encryption.keyedHashes(mailboxOf(email)), ...encryption.keyedHashes(email)];
  const found = await db
    .select({ at: billingUsedTrials.at })
    .from(billingUsedTrials)
    .where(inArray(billingUsedTrials.mark, hashes));
  return found.length > 0;
}
