import type { Auth } from "#features/accounts/core/open-auth.ts";
import type { Actor } from "#platform/actor.ts";

/** Makes a session for a sign-in that better-auth has not checked itself. Returns its token. */
export async function makeSession(auth: Auth, actor: Actor, userId: string): Promise<string> {
  const { internalAdapter } = await auth.context;
  const { token } = await internalAdapter.createSession(userId, false, {
    ipAddress: actor.visitor.ip,
    userAgent: actor.visitor.userAgent,
  });
  return token;
}
