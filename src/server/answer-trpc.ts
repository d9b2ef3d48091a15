import type { TRPCError } from "@trpc/server";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { isAppError } from "#platform/app-error.ts";
import type { ApiContext } from "#trpc/init.ts";
import type { RequestScope, WebDeps } from "#trpc/register.ts";
import { appRouter } from "./root.ts";

export const TRPC_PREFIX = "/trpc/";
/** Calls in one batch; the client's maxItems stays below. */
export const MAX_BATCH_SIZE = 20;
export const MAX_BODY_BYTES = 64 * 1024;

type Answering = { ctx?: ApiContext | undefined; errors: readonly TRPCError[] };

/** What calls leave for their answer: what is left of a budget, cookies, and when to come back after a refusal. */
export function responseMeta({ ctx, errors }: Answering): { headers?: Headers } {
  if (ctx === undefined) return {};
  const headers = ctx.request.answerHeaders();
  // Of a batch's refusals the longest wait: before it, one of them would be refused again.
  const waits = errors.flatMap(({ cause }) => (isAppError(cause) ? (cause.detail["retryAfterS"] ?? []) : []));
  if (waits.length > 0) headers.set("Retry-After", String(Math.max(...waits.map(Number))));
  return { headers };
}

/** Answers one tRPC request as fetch sees it: what the byte cache loads from. */
export const answerTrpc = (
  req: Request,
  deps: WebDeps,
  requestId: string,
  request: RequestScope,
): Promise<Response> =>
  fetchRequestHandler({
    endpoint: "/trpc",
    req,
    router: appRouter,
    maxBatchSize: MAX_BATCH_SIZE,
    responseMeta,
    createContext: () => ({ deps, requestId, request }),
  });
