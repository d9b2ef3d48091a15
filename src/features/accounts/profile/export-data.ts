import { asc, eq } from "drizzle-orm";
import type { UserActor } from "#platform/actor.ts";
import { jsonRows } from "#platform/json-rows.ts";
import { readAudit } from "#features/audit/read-audit.ts";
import type { AuditDeps } from "#features/audit/deps.ts";
import { writeAudit } from "#features/accounts/audit.ts";
import type { AccountDeps } from "#features/accounts/deps.ts";
import type { AccountExport } from "#features/accounts/contract.ts";
import { readPasskeys } from "#features/accounts/passkeys/manage-passkeys.ts";
import { readUser } from "#features/accounts/core/read-user.ts";
import { devices, sessions } from "#features/accounts/schema.ts";

type Deps = Pick<AccountDeps, "db" | "clock" | "accountLifecycle"> & AuditDeps;

/** All data about a user as a JSON file: that of accounts, and what each feature's account lifecycle adds. */
export async function streamExport(deps: Deps, actor: UserActor): Promise<StreamedExport> {
  await writeAudit(deps, actor, { action: "data_exported", userId: actor.userId });
  const day = deps.clock.now().toISOString().slice(0, 10);
  return {
    fileName: `ge-metrics-${day}.json`,
    contentType: "application/json; charset=utf-8",
    text: partsOf(deps, actor.userId),
  };
}

type StreamedExport = { fileName: string; contentType: string; text: AsyncIterable<string> };

async function* partsOf({ db, accountLifecycle, ...deps }: Deps, userId: string): AsyncGenerator<string> {
  const own = await ownData({ db, ...deps }, userId);
  yield `{\n${fieldsOf(own)}`;
  for (const { exportOf } of accountLifecycle) {
    const more = exportOf === undefined ? {} : await exportOf(db, userId);
    if (Object.keys(more).length > 0) yield `,\n${fieldsOf(more)}`;
  }
  for (const { exportPages } of accountLifecycle) {
    for (const [name, pages] of Object.entries(exportPages?.(db, userId) ?? {})) {
      yield `,\n${JSON.stringify(name)}: [`;
      yield* jsonRows(pages);
      yield "]";
    }
  }
  yield "\n}\n";
}

const fieldsOf = (data: object): string =>
  Object.entries(data)
    .map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value, null, 1)}`)
    .join(",\n");

async function ownData(
  { db, clock, auditWords }: Omit<Deps, "accountLifecycle">,
  userId: string,
): Promise<AccountExport> {
  const sessionRows = await db
    .select()
    .from(sessions)
    .where(eq(sessions.userId, userId))
    .orderBy(asc(sessions.createdAt));
  const deviceRows = await db.select().from(devices).where(eq(devices.userId, userId));
  const passkeyRows = await readPasskeys(db, userId);
  const auditRows = await readAudit(db, { userId });
  return {
    format: "ge-metrics account export 1",
    exportedAt: clock.now().getTime(),
    account: await readUser(db, userId),
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
