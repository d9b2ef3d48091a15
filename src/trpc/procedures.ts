import type { Actor, UserActor } from "#platform/actor.ts";
import { AppError } from "#platform/app-error.ts";
import { toTRPCError } from "./errors.ts";
import { middleware, procedure } from "./init.ts";
import { chargeLimits } from "./limits.ts";

/** The outermost middleware, and the only place where errors are translated and logged: routers do not catch. */
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

const counted = procedure.use(translateErrors).use(chargeLimits);

/** For everybody. The actor is always anonymous, even if a user is signed in. */
export const publicProcedure = counted
  .use(({ ctx, next }) => next({ ctx: { actor: ctx.request.actor satisfies Actor } }))
  .meta({ access: "public" });

const signedIn = counted.use(async ({ ctx, next }) => {
  const session = await ctx.request.session();
  if (session === null) throw new AppError("unauthenticated", "Sign in to do this");
  const { visitor } = ctx.request.actor;
  const actor: UserActor = { kind: "user", visitor, userId: session.userId, role: session.role, session };
  return next({ ctx: { actor } });
});

/** For signed-in users. */
export const userProcedure = signedIn.meta({ access: "user" });

/** For admins. */
export const adminProcedure = signedIn
  .use(({ ctx, next }) => {
    if (ctx.actor.role !== "admin") throw new AppError("forbidden", "Only an admin may do this");
    return next();
  })
  .meta({ access: "admin" });
