import type { TRPCError } from "@trpc/server";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { isAppError } from "#platform/app-error.ts";
import type { ApiContext } from "#trpc/init.ts";
import type { RequestScope, WebDeps } from "#trpc/register.ts";
import { appRouter } from "./root.ts";

export const TRPC_PREFIX = "/trpc/";
/** Calls in one batch; the client's maxItems must not exceed it. */
export const MAX_BATCH_SIZE = 20;
export const MAX_BODY_BYTES = 64 * 1024;

type AnswerParts = { ctx?: ApiContext | undefined; errors: readonly TRPCError[] };

/** The headers of an answer: rate limit, cookies, and `Retry-After` after a refusal. */
export function responseMeta({ ctx, errors }: AnswerParts): { headers?: Headers } {
  if (ctx === undefined) return {};
  const headers = ctx.request.answerHeaders();
  // A batch may have several refusals; after the longest wait none of them is refused again.
  const waits = errors.flatMap(({ cause }) => (isAppError(cause) ? (cause.detail["retryAfterS"] ?? []) : []));
  if (waits.length > 0) headers.set("Retry-After", String(Math.max(...waits.map(Number))));
  return { headers };
}

/** Answers a tRPC request as a fetch Response, from which the byte cache loads. */
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
