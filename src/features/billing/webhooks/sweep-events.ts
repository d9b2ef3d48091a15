import { and, lt, ne } from "drizzle-orm";
import type { Clock } from "#platform/clock.ts";
import type { Db } from "#platform/db/db.ts";
import { stripeEvents } from "#features/billing/schema.ts";

const DAY_MS = 86_400_000;

/**
 * Deletes Stripe's events that arrived more than `keptDays.stripeEvents` days ago, unless their customer waits for its sync.
 * Null: deletes nothing. What they caused stays in the ledger.
 */
export async function sweepEvents({
  db,
  clock,
  keptDays,
}: {
  db: Db;
  clock: Clock;
  keptDays: { stripeEvents: number | null };
}): Promise<void> {
  if (keptDays.stripeEvents === null) return;
  const until = new Date(clock.now().getTime() - keptDays.stripeEvents * DAY_MS);
  await db
    .delete(stripeEvents)
    .where(and(lt(stripeEvents.receivedAt, until), ne(stripeEvents.state, "waiting")));
}
