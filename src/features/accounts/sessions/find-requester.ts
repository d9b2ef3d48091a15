import type { Clock } from "#platform/clock.ts";
import type { Db } from "#platform/db/db.ts";
import type { UserActor, Visitor } from "#platform/actor.ts";
import type { AccountDeps } from "#features/accounts/deps.ts";
import { findSession, readSessionToken } from "./find-session.ts";

type Deps = Pick<AccountDeps, "auth" | "sessionCache"> & { db: Db; clock: Clock };

/**
 * The signed-in user of a request that is no tRPC call, by its `Cookie` header; null without one. Throws if neither Redis
 * nor the database answers.
 */
export async function findRequester(
  deps: Deps,
  cookies: string,
  visitor: Visitor,
): Promise<UserActor | null> {
  const token = readSessionToken(cookies, deps.auth.secrets);
  const session = token === null ? null : await findSession(deps, token, visitor);
  return session === null
    ? null
    : { kind: "user", visitor, userId: session.userId, role: session.role, session };
}
