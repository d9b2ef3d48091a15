import { initTRPC } from "@trpc/server";
import type { LimitPolicy } from "#platform/limits/limiter.ts";
import type { WebDeps } from "#server/deps.ts";
import { appErrorData, errorMessage } from "./errors.ts";
import type { RequestScope } from "#server/request-scope.ts";

export type ApiContext = {
  deps: WebDeps;
  requestId: string;
  request: RequestScope;
};

/** How long an anonymous GET of a procedure may be answered from bytes, and for how long after that while a new one is made. */
export type PublicCaching = {
  freshS: number;
  staleS: number;
  /** Shows the market as of a tick: while no new tick has come, the answer need not be made again. */
  perTick?: boolean;
  /** Where plans are sold, only nobody's answer is shared: who is signed in may get more. */
  forNobody?: boolean;
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
