import { asc, desc, eq } from "drizzle-orm";
import { exportBilling } from "#features/billing/records/export-billing.ts";
import type { AccountDeps } from "#features/accounts/deps.ts";
import { AUDIT_WORDS } from "#features/audit/contract.ts";
import type { AccountExport } from "#features/accounts/contract.ts";
import { readUser } from "#features/accounts/core/read-user.ts";
import { auditLog, sessions } from "#features/accounts/schema.ts";
import type { UserActor, Visitor } from "#features/accounts/rules/session.ts";
import { writeAudit } from "#features/audit/write-audit.ts";

/** All that is kept about a user. A feature that keeps something of theirs adds it here. */
export async function exportData(
  deps: Pick<AccountDeps, "db" | "clock">,
  actor: UserActor,
  visitor: Visitor,
): Promise<AccountExport> {
  const { db, clock } = deps;
  await writeAudit(deps, visitor, { action: "data_exported", userId: actor.userId });
  const held = await db
    .select()
    .from(sessions)
    .where(eq(sessions.userId, actor.userId))
    .orderBy(asc(sessions.createdAt));
  const log = await db
    .select()
    .from(auditLog)
    .where(eq(auditLog.userId, actor.userId))
    .orderBy(desc(auditLog.id));
  return {
    format: "ge-metrics account export 1",
    exportedAt: clock.now().getTime(),
    account: await readUser(db, actor.userId),
    sessions: held.map((row) => ({
      id: row.id,
      address: row.ipAddress,
      userAgent: row.userAgent,
      createdAt: row.createdAt.getTime(),
      lastUsedAt: row.lastUsedAt.getTime(),
      expiresAt: row.expiresAt.getTime(),
    })),
    activity: log.map((row) => ({
      at: row.at.getTime(),
      what: AUDIT_WORDS[row.action],
      address: row.address,
      userAgent: row.userAgent,
      ...row.detail,
    })),
    ...(await exportBilling(db, actor.userId)),
  };
}
