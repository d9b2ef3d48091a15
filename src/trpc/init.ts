import { initTRPC } from "@trpc/server";
import type { LimitPolicy } from "#platform/limits/limiter.ts";
import { appErrorData, errorMessage } from "./errors.ts";
import type { RequestScope, WebDeps } from "./register.ts";

export type ApiContext = {
  deps: WebDeps;
  requestId: string;
  request: RequestScope;
};

/** How long an anonymous GET of a procedure may be answered from bytes, and for how long after that while a new one is made. */
export type PublicCaching = {
  freshS: number;
  staleS: number;
  /** Names the cache stamp (feature.ts) that the answer depends on: while it stands, the answer is not made again. */
  stamp?: string;
  /** Where plans are sold, callers of different plans get different answers. */
  byPlan?: boolean;
};

export type Meta = {
  /** Who may call it; each builder of procedures.ts says so, and nothing else does. */
  access?: "public" | "user" | "admin";
  /** Another limit than the usual one for a read or a write. */
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
