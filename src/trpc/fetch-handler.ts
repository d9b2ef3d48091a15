import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import type { WebDeps } from "./deps.ts";
import { appRouter } from "./root.ts";

export const TRPC_PREFIX = "/trpc/";
/** Calls in one batch; the client's maxItems stays below. */
export const MAX_BATCH_SIZE = 20;
export const MAX_BODY_BYTES = 64 * 1024;

/** One tRPC request as fetch sees it: what the byte cache loads from, and all there is on a serverless host. */
export const answerTrpc = (req: Request, deps: WebDeps, requestId: string): Promise<Response> =>
  fetchRequestHandler({
    endpoint: "/trpc",
    req,
    router: appRouter,
    maxBatchSize: MAX_BATCH_SIZE,
    createContext: () => ({ deps, requestId }),
  });
