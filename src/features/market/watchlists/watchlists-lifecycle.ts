import { asc, eq } from "drizzle-orm";
import type { AccountLifecycle } from "#platform/account-lifecycle.ts";
import { watchlists } from "#features/market/schema.ts";

/** The export has the watchlists of a user, without the tokens of their links. Deleting the account deletes them. */
export const watchlistsLifecycle = {
  exportOf: async (tx, userId) => {
    const lists = await tx
      .select()
      .from(watchlists)
      .where(eq(watchlists.userId, userId))
      .orderBy(asc(watchlists.position));
    return {
      watchlists: lists.map(({ id, name, position, itemIds, shareToken, changedAt }) => ({
        id,
        name,
        position,
        itemIds: itemIds.join(" "),
        shared: shareToken !== null,
        changedAt: changedAt.getTime(),
      })),
    };
  },
  onDelete: async ({ tx }, { id }) => {
    await tx.delete(watchlists).where(eq(watchlists.userId, id));
  },
} satisfies AccountLifecycle;
