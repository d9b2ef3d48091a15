import type { Actor } from "#platform/actor.ts";
import type { Clock } from "#platform/clock.ts";
import type { Db } from "#platform/db/db.ts";
import type { AuditDetail, AuditWords } from "./contract.ts";
import { auditLog } from "./schema.ts";

const MAX_USER_AGENT = 300;

export type AuditEntry<Words extends AuditWords> = {
  action: keyof Words & string;
  /** The account that the entry is about; null where there is none. */
  userId: string | null;
  /** The user who acted, where it was not the account's owner. */
  actorId?: string;
  detail?: AuditDetail;
};

export type WriteAudit<Words extends AuditWords> = (
  deps: { db: Db; clock: Clock },
  actor: Actor,
  entry: AuditEntry<Words>,
) => Promise<void>;

/**
 * A feature's way to the audit log, typed by its own words. Adds a row in the transaction of what it records, where the
 * caller has one; the actor's visitor says from where the request came.
 */
export const auditWriter =
  <Words extends AuditWords>(_words: Words): WriteAudit<Words> =>
  async (deps, actor, entry) => {
    await deps.db.insert(auditLog).values({
      at: deps.clock.now(),
      userId: entry.userId,
      actorId: entry.actorId ?? null,
      action: entry.action,
      address: actor.visitor.ip,
      userAgent: actor.visitor.userAgent.slice(0, MAX_USER_AGENT),
      detail: entry.detail ?? {},
    });
  };
