import { asc, eq } from "drizzle-orm";
import type { UserActor } from "#platform/actor.ts";
import { readAudit } from "#features/audit/read-audit.ts";
import type { AuditDeps } from "#features/audit/deps.ts";
import { writeAudit } from "#features/accounts/audit.ts";
import type { AccountDeps } from "#features/accounts/deps.ts";
import type { AccountExport } from "#features/accounts/contract.ts";
import { readPasskeys } from "#features/accounts/passkeys/manage-passkeys.ts";
import { readUser } from "#features/accounts/core/read-user.ts";
import { devices, sessions } from "#features/accounts/schema.ts";

type Deps = Pick<AccountDeps, "db" | "clock" | "accountLifecycle"> & AuditDeps;

/** Exports all data about a user: that of accounts, and what each feature's account lifecycle adds. */
export async function exportData(deps: Deps, actor: UserActor): Promise<AccountExport> {
  const { db, clock, auditWords, accountLifecycle } = deps;
  await writeAudit(deps, actor, { action: "data_exported", userId: actor.userId });
  const sessionRows = await db
    .select()
    .from(sessions)
    .where(eq(sessions.userId, actor.userId))
    .orderBy(asc(sessions.createdAt));
  const deviceRows = await db.select().from(devices).where(eq(devices.userId, actor.userId));
  const passkeyRows = await readPasskeys(db, actor.userId);
  const auditRows = await readAudit(db, { userId: actor.userId });
  const featureExports = [];
  for (const { exportOf } of accountLifecycle) {
    if (exportOf !== undefined) featureExports.push(await exportOf(db, actor.userId));
  }
  return {
    ...Object.assign({}, ...featureExports),
    format: "ge-metrics account export 1",
    exportedAt: clock.now().getTime(),
    account: await readUser(db, actor.userId),
    sessions: sessionRows.map((row) => ({
      id: row.id,
      address: row.ipAddress,
      userAgent: row.userAgent,
      createdAt: row.createdAt.getTime(),
      lastUsedAt: row.lastUsedAt.getTime(),
      expiresAt: row.expiresAt.getTime(),
      confirmedAt: row.confirmedAt?.getTime() ?? null,
    })),
    devices: deviceRows.map((row) => ({
      firstUsedAt: row.firstUsedAt.getTime(),
      lastUsedAt: row.lastUsedAt.getTime(),
    })),
    passkeys: passkeyRows.map(({ userId: _owner, counter: _counter, createdAt, lastUsedAt, ...row }) => ({
      ...row,
      addedAt: createdAt.getTime(),
      lastUsedAt: lastUsedAt?.getTime() ?? null,
    })),
    activity: auditRows.map((row) => ({
      at: row.at.getTime(),
      what: auditWords[row.action] ?? row.action,
      address: row.ip,
      userAgent: row.userAgent,
      ...row.detail,
    })),
  };
}
