import { toTRPCError } from "./errors.ts";
import { middleware, procedure } from "./init.ts";

/** Outermost, and the only place errors are translated and logged: routers never try/catch. */
const translateErrors = middleware(async ({ ctx, next, path }) => {
  const result = await next();
  if (result.ok) return result;
  const error = toTRPCError(result.error, ctx.requestId);
  if (error.code === "INTERNAL_SERVER_ERROR" || error.code === "SERVICE_UNAVAILABLE") {
    ctx.deps.log.error(
      { requestId: ctx.requestId, path, error: error.cause ?? result.error },
      "procedure failed",
    );
  }
  return { ...result, error };
});

/** Anyone may call it, signed in or not. */
export const publicProcedure = procedure.use(translateErrors);
