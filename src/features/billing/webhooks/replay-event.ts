import { eq } from "drizzle-orm";
import type { UserActor } from "#platform/actor.ts";
import { writeAudit } from "#features/billing/audit.ts";
import { AppError } from "#platform/app-error.ts";
import type { Clock } from "#platform/clock.ts";
import type { Db } from "#platform/db/db.ts";
import { requestJob } from "#platform/jobs/jobs.ts";
import type { ReplayEventInput } from "#features/billing/admin/contract.ts";
import { SYNC_QUEUE } from "#features/billing/stripe/queues.ts";
import { stripeEvents } from "#features/billing/schema.ts";

/**
 * Queues a sync of an event's customer again and writes the audit log. Throws `not_found`, and `conflict` for an event
 * without a customer.
 */
export async function replayEvent(
  deps: { db: Db; clock: Clock },
  actor: UserActor,
  { id }: ReplayEventInput,
): Promise<{ done: true }> {
  await deps.db.transaction(async (tx) => {
    const [event] = await tx.select().from(stripeEvents).where(eq(stripeEvents.id, id));
    if (event === undefined) throw new AppError("not_found", "There is no such event");
    if (event.stripeId === null) throw new AppError("conflict", "This event names no customer to ask about");
    await tx.update(stripeEvents).set({ state: "waiting" }).where(eq(stripeEvents.id, id));
    await requestJob(tx, SYNC_QUEUE, event.stripeId);
    await writeAudit({ ...deps, db: tx }, actor, {
      action: "event_replayed",
      userId: null,
      actorId: actor.userId,
      detail: { event: id, type: event.type },
    });
  });
  return { done: true };
}
