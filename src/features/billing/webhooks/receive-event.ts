import { sql } from "drizzle-orm";
import { requestJob } from "#platform/jobs/jobs.ts";
import type { BillingDeps } from "#features/billing/deps.ts";
import { KNOWN_EVENTS } from "#features/billing/rules/effects.ts";
import { SYNC_QUEUE } from "#features/billing/stripe/queues.ts";
import { stripeEvents } from "#features/billing/schema.ts";
import { readEvent } from "./read-event.ts";

/** `again`: this event came before. */
export type ReceivedEvent = { stored: "stored" | "again"; isThin: boolean };

/**
 * Stores an event and queues a sync of its customer, in one transaction. The event's content is not applied; it only
 * names the customer. A thin event is only noted. A repeated delivery is counted and queues a sync again. Throws
 * `invalid_input` for an invalid signature or one that is more than 300 s old or ahead, and stores nothing then.
 */
export async function receiveEvent(
  deps: Pick<BillingDeps, "db" | "clock" | "billing">,
  body: Uint8Array,
  signature: string | null,
): Promise<ReceivedEvent> {
  const event = readEvent(deps, body, signature);
  const isKnown = !event.isThin && KNOWN_EVENTS.has(event.type);
  const asks = isKnown && event.stripeId !== null;
  return deps.db.transaction(async (tx) => {
    const [row] = await tx
      .insert(stripeEvents)
      .values({
        id: event.id,
        type: event.type,
        stripeId: event.stripeId,
        createdAt: event.createdAt,
        receivedAt: deps.clock.now(),
        state: asks ? "waiting" : "noted",
        isKnown,
      })
      .onConflictDoUpdate({
        target: stripeEvents.id,
        set: { deliveries: sql`${stripeEvents.deliveries} + 1` },
      })
      .returning({ deliveries: stripeEvents.deliveries });
    if (asks && event.stripeId !== null) await requestJob(tx, SYNC_QUEUE, event.stripeId);
    return { stored: row?.deliveries === 1 ? "stored" : "again", isThin: event.isThin };
  });
}
