import { and, isNull, lt } from "drizzle-orm";
import type { Clock } from "#platform/clock.ts";
import type { Db } from "#platform/db/db.ts";
import { auditLog } from "./schema.ts";

const DAY_MS = 86_400_000;
const UNOWNED_DAYS = 90;

/** Removes rows about no account, such as failed sign-ins at e-mail addresses without one, after 90 days. */
export async function sweepAudit({ db, clock }: { db: Db; clock: Clock }): Promise<void> {
  const until = new Date(clock.now().getTime() - UNOWNED_DAYS * DAY_MS);
  await db.delete(auditLog).where(and(isNull(auditLog.userId), lt(auditLog.at, until)));
}
