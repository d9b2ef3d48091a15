import { inArray } from "drizzle-orm";
import type { UserActor } from "#platform/actor.ts";
import type { Db } from "#platform/db/db.ts";
import type { AuditDeps } from "#features/audit/deps.ts";
import { readAudit } from "#features/audit/read-audit.ts";
import type { ActivityInput, ActivityPage } from "#features/accounts/contract.ts";
import type { AuditLogInput } from "#features/accounts/admin/contract.ts";
import { readDevice } from "#features/accounts/sessions/read-device.ts";
import { users } from "#features/accounts/schema.ts";

const PAGE = 50;

type Deps = { db: Db } & AuditDeps;

/** One page of the audit log of the user's own account, newest first. */
export const listActivity = (
  deps: Deps,
  actor: UserActor,
  { before }: ActivityInput,
): Promise<ActivityPage> => readPage(deps, { userId: actor.userId, before });

/** One page of the audit log of one account or of all, for admins. */
export const listAuditLog = (deps: Deps, input: AuditLogInput): Promise<ActivityPage> =>
  readPage(deps, input);

async function readPage({ db, auditWords }: Deps, { userId, before }: AuditLogInput): Promise<ActivityPage> {
  const rows = await readAudit(db, { userId, before, limit: PAGE + 1 });
  const page = rows.slice(0, PAGE);
  const people = await readPeople(
    db,
    page.flatMap((row) => [row.userId, row.actorId]),
  );
  return {
    entries: page.map((row) => ({
      id: row.id,
      at: row.at.getTime(),
      action: row.action,
      words: auditWords[row.action] ?? row.action,
      by: row.actorId === null ? null : (people.get(row.actorId)?.name ?? "a deleted account"),
      about: row.userId === null ? null : (people.get(row.userId)?.email ?? null),
      address: row.ip,
      device: readDevice(row.userAgent),
      detail: row.detail,
    })),
    next: rows.length > PAGE ? (page.at(-1)?.id ?? null) : null,
  };
}

async function readPeople(
  db: Db,
  ids: readonly (string | null)[],
): Promise<ReadonlyMap<string, { name: string; email: string }>> {
  const known = [...new Set(ids)].filter((id) => id !== null);
  if (known.length === 0) return new Map();
  const rows = await db
    .select({ id: users.id, name: users.name, email: users.email })
    .from(users)
    .where(inArray(users.id, known));
  return new Map(rows.map(({ id, ...person }) => [id, person]));
}
