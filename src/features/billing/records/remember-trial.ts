import { inArray } from "drizzle-orm";
import type { Db } from "#platform/db/db.ts";
import type { Encryption } from "#platform/encryption.ts";
import { billingUsedTrials } from "#features/billing/schema.ts";

type Deps = { db: Db; encryption: Encryption };

/** Keeps, when an account goes, that its address had a trial: by a hash that nobody without the secrets can try out. */
export async function rememberTrial({ db, encryption }: Deps, email: string, at: Date): Promise<void> {
  const [mark] = encryption.keyedHashes(email);
  await db.insert(billingUsedTrials).values({ mark, at }).onConflictDoNothing();
}

/** Whether an account of this address had a trial and was deleted. Under a secret that was dropped nobody knows any more. */
export async function hadTrial({ db, encryption }: Deps, email: string): Promise<boolean> {
  const found = await db
    .select({ at: billingUsedTrials.at })
    .from(billingUsedTrials)
    .where(inArray(billingUsedTrials.mark, encryption.keyedHashes(email)));
  return found.length > 0;
}
