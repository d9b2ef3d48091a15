import { and, eq, inArray, isNull, ne, or } from "drizzle-orm";
import type { Db } from "#platform/db/db.ts";
import type { Encryption } from "#platform/encryption.ts";
import { billingTrialCards } from "#features/billing/schema.ts";

type Claim = { userId: string; fingerprint: string; at: Date };

/**
 * Records, in the caller's transaction, that a user has a trial with a card (Stripe's fingerprint of its number); false
 * if another user, deleted or not, had one with it before. Of concurrent claims of one card one succeeds; the same user
 * may repeat it. The marks are keyed hashes, which cannot be guessed without the secret, and outlive the account.
 */
export async function claimTrialCard(
  { tx, encryption }: { tx: Db; encryption: Encryption },
  { userId, fingerprint, at }: Claim,
): Promise<boolean> {
  // One row for each secret, so that processes in the middle of a rotation meet in one of them; in one order, so that
  // no two claims wait for each other.
  const marks = encryption.keyedHashes(`card:${fingerprint}`).toSorted();
  const own = await tx
    .insert(billingTrialCards)
    .values(marks.map((mark) => ({ mark, userId, at })))
    .onConflictDoNothing()
    .returning({ mark: billingTrialCards.mark });
  const others = await tx
    .select({ mark: billingTrialCards.mark })
    .from(billingTrialCards)
    .where(
      and(
        inArray(billingTrialCards.mark, marks),
        or(isNull(billingTrialCards.userId), ne(billingTrialCards.userId, userId)),
      ),
    )
    .limit(1);
  if (others.length === 0) return true;
  const added = own.map(({ mark }) => mark);
  if (added.length > 0) await tx.delete(billingTrialCards).where(inArray(billingTrialCards.mark, added));
  return false;
}

/** Keeps the marks of a deleted account's cards, without their user. */
export async function forgetTrialCardUser(tx: Db, userId: string): Promise<void> {
  await tx.update(billingTrialCards).set({ userId: null }).where(eq(billingTrialCards.userId, userId));
}
