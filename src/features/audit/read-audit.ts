import { and, desc, eq, lt } from "drizzle-orm";
import type { Db } from "#platform/db/db.ts";
import { auditLog } from "./schema.ts";

export type AuditRow = typeof auditLog.$inferSelect;

/** Rows of one account or of all, newest first; `before` is the id of the last row that the caller has. */
export const readAudit = (
  db: Db,
  { userId, before, limit }: { userId?: string | undefined; before?: number | undefined; limit?: number },
): Promise<AuditRow[]> => {
  const rows = db
    .select()
    .from(auditLog)
    .where(
      and(
        userId === undefined ? undefined : eq(auditLog.userId, userId),
        before === undefined ? undefined : lt(auditLog.id, before),
      ),
    )
    .orderBy(desc(auditLog.id));
  return limit === undefined ? rows : rows.limit(limit);
};
