import { sql } from "drizzle-orm";
import { AppError } from "#platform/app-error.ts";
import { requestJob } from "#platform/jobs/jobs.ts";
import type { BillingDeps } from "#features/billing/deps.ts";
import { KNOWN_EVENTS } from "#features/billing/rules/effects.ts";
import { SYNC_QUEUE } from "#features/billing/stripe/queues.ts";
import { requireBilling } from "#features/billing/records/read-customer.ts";
import { stripeEvents } from "#features/billing/schema.ts";

const TOLERANCE_S = 300;

type Delivered = { id: string; type: string; created: number; stripeId: string | null };

/**
 * Stores an event and queues a sync of its customer, in one transaction. The event's content is not applied; it only
 * names the customer. Throws `invalid_input` for an invalid signature or one that is more than 300 s old or ahead, and
 * stores nothing then. A repeated delivery is counted and queues a sync again.
 */
export async function receiveEvent(
  deps: Pick<BillingDeps, "db" | "clock" | "billing">,
  body: Uint8Array,
  signature: string | null,
): Promise<"stored" | "again"> {
  const event = verify(deps, body, signature);
  const isKnown = KNOWN_EVENTS.has(event.type);
  const asks = isKnown && event.stripeId !== null;
  return deps.db.transaction(async (tx) => {
    const [row] = await tx
      .insert(stripeEvents)
      .values({
        id: event.id,
        type: event.type,
        stripeId: event.stripeId,
        createdAt: new Date(event.created * 1_000),
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
    return row?.deliveries === 1 ? "stored" : "again";
  });
}

function verify(
  deps: Pick<BillingDeps, "clock" | "billing">,
  body: Uint8Array,
  signature: string | null,
): Delivered {
  const { stripe, webhookSecrets } = requireBilling(deps);
  const refusal = new AppError("invalid_input", "This event is not signed by Stripe for this site");
  const nowMs = deps.clock.now().getTime();
  const [signedAt, ...more] = [...(signature ?? "").matchAll(/(?:^|,)\s*t=(\d{1,12})(?=,|$)/g)];
  // With two timestamps Stripe's client and our check could use different ones, and the client checks only the past.
  if (signature === null || signedAt === undefined || more.length > 0) throw refusal;
  if (Math.abs(Math.floor(nowMs / 1_000) - Number(signedAt[1])) > TOLERANCE_S) throw refusal;
  const payload = Buffer.from(body);
  for (const secret of webhookSecrets) {
    try {
      const event = stripe.webhooks.constructEvent(payload, signature, secret, TOLERANCE_S, undefined, nowMs);
      return {
        id: event.id,
        type: event.type,
        created: event.created,
        stripeId: customerIn(event.data.object),
      };
    } catch {
      // The next secret may match.
    }
  }
  throw refusal;
}

/** The id of a customer event's object, or the customer that another event names. */
function customerIn(object: object): string | null {
  if ("object" in object && object.object === "customer" && "id" in object && typeof object.id === "string") {
    return object.id;
  }
  const named: unknown = "customer" in object ? object.customer : null;
  if (typeof named === "string") return named;
  if (typeof named === "object" && named !== null && "id" in named && typeof named.id === "string")
    return named.id;
  return null;
}
