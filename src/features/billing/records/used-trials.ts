import { inArray } from "drizzle-orm";
import type { Db } from "#platform/db/db.ts";
import type { Encryption } from "#platform/encryption.ts";
import { billingUsedTrials } from "#features/billing/schema.ts";

type Deps = { db: Db; encryption: Encryption };

/**
 * Records at account deletion that its e-mail address had a trial, as a keyed hash that cannot be guessed without the
 * secret.
 */
export async function recordUsedTrial({ db, encryption }: Deps, email: string, at: Date): Promise<void> {
  const [mark] = encryption.keyedHashes(email);
  await db.insert(billingUsedTrials).values({ mark, at }).onConflictDoNothing();
}

/**
 * True if a deleted account with this e-mail address had a trial. Unknown for hashes whose secret was removed from the
 * configuration.
 */
export async function hasUsedTrial({ db, encryption }: Deps, email: string): Promise<boolean> {
  const found = await db
    .select({ at: billingUsedTrials.at })
    .from(billingUsedTrials)
    .where(inArray(billingUsedTrials.mark, encryption.keyedHashes(email)));
  return found.length > 0;
}
