import { initTRPC } from "@trpc/server";
import type { LimitPolicy } from "#platform/limits/limiter.ts";
import { appErrorData, errorMessage } from "./errors.ts";
import type { RequestScope, WebDeps } from "./register.ts";

export type ApiContext = {
  deps: WebDeps;
  requestId: string;
  request: RequestScope;
};

/**
 * Caching of a procedure's anonymous GETs: an answer is fresh for `freshS`, then for `staleS` it is still sent while a
 * new one is made.
 */
export type PublicCaching = {
  freshS: number;
  staleS: number;
  /** The name of the cache stamp (feature.ts) that the answer depends on. While it is unchanged, the answer is reused. */
  stamp?: string;
  /** Whether the answer depends on the caller's plan, if plans are sold. */
  byPlan?: boolean;
  /** Whether the input names one answer for ever, so that browsers and shared caches keep it. */
  isImmutable?: boolean;
  /** Whether a page preloads the answer. Browsers would fetch it again at once if they may use it while it is stale. */
  isPreloaded?: boolean;
  /** The name of the function (`cacheInputs` in feature.ts) that says which inputs share an answer. */
  sameInput?: string;
};

export type Meta = {
  /** Who may call the procedure; only the builders in procedures.ts set it. */
  access?: "public" | "user" | "admin";
  /** Whether the caller must have confirmed with the second factor in the last 15 minutes; set as `access` is. */
  isConfirmed?: boolean;
  /** Replaces the default limit of reads or writes. */
  limit?: LimitPolicy;
  cache?: PublicCaching;
};

const t = initTRPC
  .context<ApiContext>()
  .meta<Meta>()
  .create({
    isDev: false,
    errorFormatter: ({ shape, error }) => ({
      ...shape,
      message: errorMessage(error),
      data: {
        code: shape.data.code,
        httpStatus: shape.data.httpStatus,
        path: shape.data.path,
        app: appErrorData(error),
      },
    }),
  });

export const { router, middleware, procedure, createCallerFactory } = t;
