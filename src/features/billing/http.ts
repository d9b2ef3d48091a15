import { randomUUID } from "node:crypto";
import { TRPCError } from "@trpc/server";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import { getWebDeps } from "#server/deps.ts";
import { appErrorData, errorMessage, toTRPCError } from "#trpc/errors.ts";
import { receiveEvent } from "./webhooks/receive-event.ts";

const MAX_EVENT_BYTES = 1024 * 1024;

/**
 * `POST /api/stripe/webhook`: 200 as soon as the event is stored, 400 for one that is not signed for us, 413 above 1 MB,
 * 503 while nothing can be stored; Stripe then delivers it again.
 */
export async function receiveWebhook(req: Request): Promise<Response> {
  const deps = getWebDeps();
  const requestId = randomUUID();
  try {
    const body = await readBody(req);
    if (body === null) return answer(413, "payload_too_large", "An event has at most 1 MB", requestId);
    const stored = await receiveEvent(deps, body, req.headers.get("stripe-signature"));
    return Response.json({ received: true, stored }, { headers: { "X-Request-Id": requestId } });
  } catch (cause) {
    const error = toTRPCError(new TRPCError({ code: "INTERNAL_SERVER_ERROR", cause }), requestId);
    const status = getHTTPStatusCodeFromError(error);
    if (status >= 500) deps.log.error({ requestId, error: cause }, "a webhook event was not stored");
    return answer(status, appErrorData(error)?.code ?? "internal", errorMessage(error), requestId);
  }
}

const answer = (status: number, code: string, message: string, requestId: string): Response =>
  Response.json({ error: { code, message } }, { status, headers: { "X-Request-Id": requestId } });

/** The bytes as they were signed; null above the limit, whose rest is not read. */
async function readBody(req: Request): Promise<Uint8Array | null> {
  if (Number(req.headers.get("content-length") ?? 0) > MAX_EVENT_BYTES) return null;
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of req.body ?? []) {
    bytes += chunk.length;
    if (bytes > MAX_EVENT_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
