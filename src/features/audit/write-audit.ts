import type { Actor } from "#platform/actor.ts";
import type { Clock } from "#platform/clock.ts";
import type { Db } from "#platform/db/db.ts";
import type { AuditDetail, AuditWords } from "./contract.ts";
import { auditLog } from "./schema.ts";

const MAX_USER_AGENT = 300;

export type AuditEntry<Words extends AuditWords> = {
  action: keyof Words & string;
  /** The account that the entry is about; null if there is none. */
  userId: string | null;
  /** The user who acted, if it was not the account's owner. */
  actorId?: string;
  detail?: AuditDetail;
};

export type WriteAudit<Words extends AuditWords> = (
  deps: { db: Db; clock: Clock },
  actor: Actor,
  entry: AuditEntry<Words>,
) => Promise<void>;

/**
 * Makes a feature's function that writes to the audit log, typed by the feature's actions. It inserts through `deps.db`:
 * pass the transaction of the recorded change. IP address and User-Agent come from the actor's visitor.
 */
export const auditWriter =
  <Words extends AuditWords>(_words: Words): WriteAudit<Words> =>
  async (deps, actor, entry) => {
    await deps.db.insert(auditLog).values({
      at: deps.clock.now(),
      userId: entry.userId,
      actorId: entry.actorId ?? null,
      action: entry.action,
      ip: actor.visitor.ip,
      userAgent: actor.visitor.userAgent.slice(0, MAX_USER_AGENT),
      detail: entry.detail ?? {},
    });
  };
