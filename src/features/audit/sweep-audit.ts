import { and, isNull, lt } from "drizzle-orm";
import type { Clock } from "#platform/clock.ts";
import type { Db } from "#platform/db/db.ts";
import { auditLog } from "./schema.ts";

const DAY_MS = 86_400_000;

type Deps = { db: Db; clock: Clock; keptDays: { unownedAudit: number } };

/** Removes rows about no account, such as failed sign-ins at e-mail addresses without one, after the days that they are kept. */
export async function sweepAudit({ db, clock, keptDays }: Deps): Promise<void> {
  const until = new Date(clock.now().getTime() - keptDays.unownedAudit * DAY_MS);
  await db.delete(auditLog).where(and(isNull(auditLog.userId), lt(auditLog.at, until)));
}
