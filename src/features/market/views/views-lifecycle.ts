import { asc, eq } from "drizzle-orm";
import type { AccountLifecycle } from "#platform/account-lifecycle.ts";
import { lastViews, namedViews } from "#features/market/schema.ts";

/** The export has the views that a user keeps. Deleting the account deletes them. */
export const viewsLifecycle = {
  exportOf: async (tx, userId) => {
    const named = await tx
      .select()
      .from(namedViews)
      .where(eq(namedViews.userId, userId))
      .orderBy(asc(namedViews.name));
    const [last] = await tx.select().from(lastViews).where(eq(lastViews.userId, userId));
    return {
      marketViews: named.map(({ id, name, view, changedAt }) => ({
        id,
        name,
        view,
        changedAt: changedAt.getTime(),
      })),
      lastMarketView: last === undefined ? null : { view: last.view, changedAt: last.changedAt.getTime() },
    };
  },
  onDelete: async ({ tx }, { id }) => {
    await tx.delete(namedViews).where(eq(namedViews.userId, id));
    await tx.delete(lastViews).where(eq(lastViews.userId, id));
  },
} satisfies AccountLifecycle;
