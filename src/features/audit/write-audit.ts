import type { Clock } from "#platform/clock.ts";
import type { Db } from "#platform/db/db.ts";
import type { AuditAction, AuditDetail } from "./contract.ts";
import { auditLog } from "#features/accounts/schema.ts";
import type { Visitor } from "#features/accounts/rules/session.ts";

const MAX_USER_AGENT = 300;

/** Adds a line to the audit log, in the transaction of what it tells of where there is one. */
export async function writeAudit(
  deps: { db: Db; clock: Clock },
  visitor: Visitor,
  entry: {
    action: AuditAction;
    /** Whose account it is about; null where no account is. */
    userId: string | null;
    /** Who did it, where it was not the account's owner. */
    actorId?: string;
    detail?: AuditDetail;
  },
): Promise<void> {
  await deps.db.insert(auditLog).values({
    at: deps.clock.now(),
    userId: entry.userId,
    actorId: entry.actorId ?? null,
    action: entry.action,
    address: visitor.address,
    userAgent: visitor.userAgent.slice(0, MAX_USER_AGENT),
    detail: entry.detail ?? {},
  });
}
