import type { HttpMount } from "#trpc/http-mount.ts";
import { httpRefusal, refuseFailure } from "#trpc/http-refusal.ts";
import { webhookPolicy } from "./policies.ts";
import { receiveEvent } from "./webhooks/receive-event.ts";

const MAX_EVENT_BYTES = 1024 * 1024;

const THIN =
  "this is a thin event, which names no customer to sync: send snapshot events here (the payload style of the event destination in Stripe's dashboard)";

/**
 * `POST /api/stripe/webhook`: Answers 200 once the event is stored, also for a thin event, which is only noted: after many refusals Stripe disables an endpoint. 400 without a valid signature, 413 above 1 MB, and 503 if the event cannot be stored, so that Stripe delivers it again.
 */
export const webhookMount: HttpMount = {
  // Stripe follows no redirect, so an endpoint that was entered with a slash is answered as it is.
  matches: (path) => path === "/api/stripe/webhook" || path === "/api/stripe/webhook/",
  body: { methods: ["POST"], maxBytes: MAX_EVENT_BYTES },
  limit: webhookPolicy,
  answer: async (deps, request) => {
    const { method, headers, body, requestId } = request;
    if (method !== "POST") {
      const answer = httpRefusal(405, "invalid_input", "Stripe delivers its events with POST");
      return { ...answer, headers: ["Allow", "POST"] };
    }
    const signature = headers["stripe-signature"];
    try {
      const { stored, isThin } = await receiveEvent(
        deps,
        body,
        typeof signature === "string" ? signature : null,
      );
      if (isThin) deps.log.warn({ requestId }, THIN);
      return { status: 200, body: JSON.stringify({ received: true, stored, ...(isThin && { note: THIN }) }) };
    } catch (cause) {
      return refuseFailure(cause, request, { log: deps.log, words: "a webhook event was not stored" });
    }
  },
};
