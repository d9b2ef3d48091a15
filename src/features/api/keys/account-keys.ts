import { asc, eq } from "drizzle-orm";
import type { AccountLifecycle } from "#platform/account-lifecycle.ts";
import { apiKeys } from "#features/api/schema.ts";

/** The export has a user's API keys without hashes, oldest first. Deleting the account deletes them. */
export const keysLifecycle: AccountLifecycle = {
  exportOf: async (tx, userId) => {
    const keys = await tx
      .select()
      .from(apiKeys)
      .where(eq(apiKeys.userId, userId))
      .orderBy(asc(apiKeys.createdAt));
    return {
      apiKeys: keys.map((row) => ({
        id: row.id,
        name: row.name,
        start: row.start,
        createdAt: row.createdAt.getTime(),
        lastUsedAt: row.lastUsedAt?.getTime() ?? null,
      })),
    };
  },
  onDelete: async ({ tx }, { id }) => {
    await tx.delete(apiKeys).where(eq(apiKeys.userId, id));
  },
};
