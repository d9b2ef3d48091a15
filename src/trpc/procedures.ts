import type { Actor, AdminAccess, UserActor } from "#platform/actor.ts";
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

const SIGN_IN = "Sign in to do this";

const signedIn = counted.use(async ({ ctx, next }) => {
  const session = await ctx.request.session();
  if (session === null) throw new AppError("unauthenticated", SIGN_IN);
  const { visitor } = ctx.request.actor;
  const actor: UserActor = { kind: "user", visitor, userId: session.userId, role: session.role, session };
  return next({ ctx: { actor } });
});

/** For signed-in users. */
export const userProcedure = signedIn.meta({ access: "user" });

const ONLY_ADMINS = "Only an admin may do this";
const NEEDS_FACTOR =
  "Admins need a second factor. Turn it on in Settings > Security; these pages open as soon as it is on";
const NEEDS_CONFIRMATION =
  "Nothing was done yet: confirm with your second factor first, the last time is 15 minutes ago or more";

/** Throws `forbidden` (`needs: confirmation`) if the session was not confirmed; the client asks and calls again. */
export function requireConfirmed(access: Pick<AdminAccess, "isConfirmed">): void {
  if (!access.isConfirmed) throw new AppError("forbidden", NEEDS_CONFIRMATION, { needs: "confirmation" });
}

/** For admins with a second factor, both as the database has them now. */
export const adminProcedure = signedIn
  .use(async ({ ctx, next }) => {
    if (ctx.actor.role !== "admin") throw new AppError("forbidden", ONLY_ADMINS);
    const access = await ctx.request.adminAccess();
    if (access === null) throw new AppError("unauthenticated", SIGN_IN);
    if (access.role !== "admin") throw new AppError("forbidden", ONLY_ADMINS);
    if (!access.hasSecondFactor) throw new AppError("forbidden", NEEDS_FACTOR, { needs: "second_factor" });
    return next({ ctx: { access } });
  })
  .meta({ access: "admin" });

/**
 * For what an admin does to people or money. The session must have been confirmed with the second factor in the last 15
 * minutes; the client asks for a code or a passkey at `needs: confirmation` and calls again (`links/confirm-link.ts`).
 */
export const confirmedAdminProcedure = adminProcedure
  .use(({ ctx, next }) => {
    requireConfirmed(ctx.access);
    return next();
  })
  .meta({ isConfirmed: true });
