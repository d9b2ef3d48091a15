import { and, desc, eq } from "drizzle-orm";
import type { AccountDeps } from "#features/accounts/deps.ts";
import type { SessionList } from "#features/accounts/contract.ts";
import { isLiveSession } from "./live-session.ts";
import { readDevice } from "./read-device.ts";
import { sessions } from "#features/accounts/schema.ts";
import type { UserActor } from "#platform/actor.ts";

/** A user's sessions, most recently used first. Shows the IP address and looks up no location. */
export async function listSessions(
  { db, clock }: Pick<AccountDeps, "db" | "clock">,
  actor: UserActor,
): Promise<SessionList> {
  const rows = await db
    .select()
    .from(sessions)
    .where(and(eq(sessions.userId, actor.userId), isLiveSession(clock.now())))
    .orderBy(desc(sessions.lastUsedAt), desc(sessions.id));
  return {
    sessions: rows.map((row) => ({
      id: row.id,
      current: row.id === actor.session.id,
      device: readDevice(row.userAgent),
      address: row.ipAddress === "" ? null : row.ipAddress,
      createdAt: row.createdAt.getTime(),
      lastUsedAt: row.lastUsedAt.getTime(),
      expiresAt: row.expiresAt.getTime(),
    })),
  };
}
