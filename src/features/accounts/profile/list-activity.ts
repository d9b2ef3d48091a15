import { and, desc, eq, lt } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Db } from "#platform/db/db.ts";
import type { ActivityInput, ActivityPage } from "#features/audit/contract.ts";
import type { AuditLogInput } from "#features/accounts/admin/contract.ts";
import { readDevice } from "#features/accounts/sessions/read-device.ts";
import { auditLog, users } from "#features/accounts/schema.ts";
import type { UserActor } from "#features/accounts/rules/session.ts";

const PAGE = 50;

/** What happened in the user's own account, newest first. */
export const listActivity = (
  deps: { db: Db },
  actor: UserActor,
  { before }: ActivityInput,
): Promise<ActivityPage> =>
  readLog(deps.db, { userId: actor.userId, ...(before === undefined ? {} : { before }) });

/** What happened in one account or in all of them, for admins. */
export const listAuditLog = (deps: { db: Db }, input: AuditLogInput): Promise<ActivityPage> =>
  readLog(deps.db, input);

async function readLog(db: Db, { userId, before }: AuditLogInput): Promise<ActivityPage> {
  const actor = alias(users, "actor");
  const rows = await db
    .select({ entry: auditLog, by: actor.name, about: users.email })
    .from(auditLog)
    .leftJoin(users, eq(users.id, auditLog.userId))
    .leftJoin(actor, eq(actor.id, auditLog.actorId))
    .where(
      and(
        userId === undefined ? undefined : eq(auditLog.userId, userId),
        before === undefined ? undefined : lt(auditLog.id, before),
      ),
    )
    .orderBy(desc(auditLog.id))
    .limit(PAGE + 1);
  const page = rows.slice(0, PAGE);
  return {
    entries: page.map(({ entry, by, about }) => ({
      id: entry.id,
      at: entry.at.getTime(),
      action: entry.action,
      by: entry.actorId === null ? null : (by ?? "a deleted account"),
      about,
      address: entry.address,
      device: readDevice(entry.userAgent),
      detail: entry.detail,
    })),
    next: rows.length > PAGE ? (page.at(-1)?.entry.id ?? null) : null,
  };
}
