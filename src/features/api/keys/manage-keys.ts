import { randomBytes, randomUUID } from "node:crypto";
import { and, desc, eq, sql } from "drizzle-orm";
import type { UserActor } from "#platform/actor.ts";
import { writeAudit } from "#features/api/audit.ts";
import { AppError } from "#platform/app-error.ts";
import type { BillingDeps } from "#features/billing/deps.ts";
import type {
  ApiKeyIdInput,
  ApiKeyList,
  ApiKeyView,
  CreateApiKeyInput,
  CreatedApiKey,
} from "#features/api/contract.ts";
import { findAllowed, planRequired } from "#features/billing/records/find-plan.ts";
import { readUser } from "#features/accounts/core/read-user.ts";
import { queueMail } from "#features/mail/queue-mail.ts";
import { keyMadeMail } from "#features/api/rules/mails.ts";
import { hashApiKey } from "./find-key.ts";
import { unlockedKeys } from "#features/api/rules/unlocked-keys.ts";
import { apiKeysAllowed } from "#features/api/rules/allowances.ts";
import { apiKeys } from "#features/api/schema.ts";

type Deps = Pick<BillingDeps, "db" | "clock" | "billing" | "encryption">;
type ReadDeps = Omit<Deps, "encryption">;

const PREFIX = "gem_";
const SHOWN_LETTERS = 10;

const toView = (row: typeof apiKeys.$inferSelect, locked: boolean): ApiKeyView => ({
  id: row.id,
  name: row.name,
  start: row.start,
  createdAt: row.createdAt.getTime(),
  lastUsedAt: row.lastUsedAt?.getTime() ?? null,
  locked,
});

export async function listApiKeys(deps: ReadDeps, actor: UserActor): Promise<ApiKeyList> {
  const rows = await deps.db
    .select()
    .from(apiKeys)
    .where(eq(apiKeys.userId, actor.userId))
    .orderBy(desc(apiKeys.createdAt));
  const allowed = await findAllowed(deps, actor.userId, apiKeysAllowed);
  const open = unlockedKeys(rows, allowed);
  return { keys: rows.map((row) => toView(row, !open.has(row.id))), allowed };
}

/**
 * Creates a key for the public API, writes its name to the audit log and mails the owner. Throws `plan_required` above the plan's
 * allowance, also when several are created at once.
 */
export async function createApiKey(
  deps: Deps,
  actor: UserActor,
  { name }: CreateApiKeyInput,
): Promise<CreatedApiKey> {
  const allowed = await findAllowed(deps, actor.userId, apiKeysAllowed);
  const key = PREFIX + randomBytes(32).toString("base64url");
  const row = await deps.db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`api keys ${actor.userId}`}, 1))`);
    const held = await tx.select({ id: apiKeys.id }).from(apiKeys).where(eq(apiKeys.userId, actor.userId));
    if (held.length >= allowed) throw planRequired(apiKeysAllowed, allowed);
    const [made] = await tx
      .insert(apiKeys)
      .values({
        id: randomUUID(),
        userId: actor.userId,
        name,
        hash: hashApiKey(key),
        start: key.slice(0, SHOWN_LETTERS),
        createdAt: deps.clock.now(),
      })
      .returning();
    await writeAudit({ ...deps, db: tx }, actor, {
      action: "api_key_made",
      userId: actor.userId,
      detail: { name },
    });
    const { email } = await readUser(tx, actor.userId);
    await queueMail({ tx, encryption: deps.encryption }, { to: email, content: keyMadeMail(name) });
    return made;
  });
  if (row === undefined) throw new Error("a key was made and not stored");
  return { ...toView(row, false), key };
}

/** Throws `not_found` for a key of another user. */
export async function deleteApiKey(
  deps: Pick<Deps, "db" | "clock">,
  actor: UserActor,
  { id }: ApiKeyIdInput,
): Promise<{ done: true }> {
  await deps.db.transaction(async (tx) => {
    const [gone] = await tx
      .delete(apiKeys)
      .where(and(eq(apiKeys.id, id), eq(apiKeys.userId, actor.userId)))
      .returning({ name: apiKeys.name });
    if (gone === undefined) throw new AppError("not_found", "That key is gone already");
    await writeAudit({ ...deps, db: tx }, actor, {
      action: "api_key_deleted",
      userId: actor.userId,
      detail: gone,
    });
  });
  return { done: true };
}
