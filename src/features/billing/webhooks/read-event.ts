import { z } from "zod";
import { AppError } from "#platform/app-error.ts";
import type { BillingDeps } from "#features/billing/deps.ts";
import { requireBilling } from "#features/billing/records/read-customer.ts";

const TOLERANCE_S = 300;

/** `stripeId`: the customer that it names. `isThin`: it came without its object, so that we sync nobody for it. */
export type Delivered = {
  id: string;
  type: string;
  createdAt: Date;
  stripeId: string | null;
  isThin: boolean;
};

const names = { id: z.string().min(1), type: z.string().min(1) };
const snapshotEvent = z.object({
  ...names,
  object: z.literal("event"),
  created: z.number().int(),
  data: z.object({ object: z.looseObject({}) }),
});
/** https://docs.stripe.com/api/v2/core/events: the payload of a destination of the style "thin". */
const thinEvent = z.object({
  ...names,
  object: z.literal("v2.core.event"),
  created: z.iso.datetime({ offset: true }),
  related_object: z.object({ id: z.string(), type: z.string() }).nullish(),
});
const anyEvent = z.discriminatedUnion("object", [snapshotEvent, thinEvent]);

/**
 * Reads a delivered event. Throws `invalid_input` for an invalid signature or one that is more than 300 s old or ahead,
 * and, in other words, for a right one over something that is no event.
 */
export function readEvent(
  deps: Pick<BillingDeps, "clock" | "billing">,
  body: Uint8Array,
  signature: string | null,
): Delivered {
  const payload = Buffer.from(body);
  if (!isSigned(deps, payload, signature)) {
    throw new AppError("invalid_input", "This event is not signed by Stripe for this site");
  }
  const read = anyEvent.safeParse(parseJson(payload));
  if (!read.success) throw new AppError("invalid_input", "This is signed by Stripe, but it is no event");
  const event = read.data;
  const { id, type } = event;
  const createdAt = new Date(event.object === "event" ? event.created * 1_000 : event.created);
  return event.object === "event"
    ? { id, type, createdAt, stripeId: customerIn(event.data.object), isThin: false }
    : { id, type, createdAt, stripeId: relatedCustomer(event.related_object), isThin: true };
}

function isSigned(
  deps: Pick<BillingDeps, "clock" | "billing">,
  payload: Buffer,
  signature: string | null,
): boolean {
  const { stripe, webhookSecrets } = requireBilling(deps);
  const verifier = stripe.webhooks.signature;
  const nowMs = deps.clock.now().getTime();
  const [signedAt, ...more] = [...(signature ?? "").matchAll(/(?:^|,)\s*t=(\d{1,12})(?=,|$)/g)];
  // With two timestamps Stripe's client and our check could use different ones, and the client checks only the past.
  if (signature === null || signedAt === undefined || more.length > 0) return false;
  if (Math.abs(Math.floor(nowMs / 1_000) - Number(signedAt[1])) > TOLERANCE_S) return false;
  return webhookSecrets.some((secret) => {
    try {
      return verifier?.verifyHeader(payload, signature, secret, TOLERANCE_S, undefined, nowMs) === true;
    } catch {
      // The next secret may match.
      return false;
    }
  });
}

function parseJson(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString());
  } catch {
    return null;
  }
}

/** The id of a customer event's object, or the customer that another event names. */
function customerIn(object: Record<string, unknown>): string | null {
  if (object["object"] === "customer" && typeof object["id"] === "string") return object["id"];
  const named = object["customer"];
  if (typeof named === "string") return named;
  if (typeof named === "object" && named !== null && "id" in named && typeof named.id === "string")
    return named.id;
  return null;
}

const relatedCustomer = (related: { id: string; type: string } | null | undefined): string | null =>
  related?.type === "customer" ? related.id : null;
