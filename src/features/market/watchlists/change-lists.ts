import { and, eq, inArray, sql } from "drizzle-orm";
import type { UserActor } from "#platform/actor.ts";
import { AppError } from "#platform/app-error.ts";
import type { Db } from "#platform/db/db.ts";
import { findAllowed, planRequired } from "#features/billing/records/find-plan.ts";
import type { PlanDeps } from "#features/billing/records/find-plan.ts";
import { watchedItems } from "#features/market/rules/allowances.ts";
import { isAllowed, watchRefusals, watchedIds } from "#features/market/rules/watch/watchlists.ts";
import type { WatchChange } from "#features/market/rules/watch/watchlists.ts";
import { items, watchlists } from "#features/market/schema.ts";
import type { WatchlistSet, WatchlistView } from "./contract.ts";
import { readWatchlists } from "./read-lists.ts";

const tooManyItems = (allowed: number): AppError =>
  allowed < watchedItems.pro
    ? planRequired(watchedItems, allowed)
    : new AppError("conflict", `${allowed} items is the most to watch: remove one to watch another`);

/** Of the items, those that the catalogue has, also if it no longer lists them. */
export async function knownItems(db: Db, itemIds: readonly number[]): Promise<Set<number>> {
  const wanted = [...new Set(itemIds)];
  if (wanted.length === 0) return new Set();
  const rows = await db.select({ id: items.id }).from(items).where(inArray(items.id, wanted));
  return new Set(rows.map(({ id }) => id));
}

async function refuseUnknown(tx: Db, before: readonly WatchlistView[], after: readonly WatchlistView[]) {
  const held = watchedIds(before);
  const added = [...watchedIds(after)].filter((id) => !held.has(id));
  const known = await knownItems(tx, added);
  const unknown = added.find((id) => !known.has(id));
  if (unknown !== undefined) throw new AppError("not_found", `There is no item ${unknown}`);
}

async function store(
  { tx, userId, changedAt }: { tx: Db; userId: string; changedAt: Date },
  before: readonly WatchlistView[],
  after: readonly WatchlistView[],
): Promise<void> {
  const kept = new Set(after.map(({ id }) => id));
  const gone = before.flatMap(({ id }) => (kept.has(id) ? [] : [id]));
  if (gone.length > 0)
    await tx.delete(watchlists).where(and(eq(watchlists.userId, userId), inArray(watchlists.id, gone)));
  const changed = after.flatMap((list, position) =>
    before[position] === list ? [] : [{ ...list, itemIds: [...list.itemIds], userId, position, changedAt }],
  );
  if (changed.length === 0) return;
  await tx
    .insert(watchlists)
    .values(changed)
    .onConflictDoUpdate({
      target: watchlists.id,
      set: {
        name: sql`excluded.name`,
        position: sql`excluded.position`,
        itemIds: sql`excluded.item_ids`,
        shareToken: sql`excluded.share_token`,
        changedAt,
      },
    });
}

/**
 * Changes the lists of a user, one change at a time, so that calls at once count no item twice. Throws `not_found` for a
 * list of another user and for an item that nobody knows, `conflict` for a name that another list has (`field: name`) and
 * above MAX_LISTS, `plan_required` for more items than the plan allows. What is watched beyond that already, such as
 * after a downgrade, stays.
 */
export async function changeWatchlists(
  deps: PlanDeps,
  { userId }: UserActor,
  change: WatchChange<WatchlistView>,
): Promise<WatchlistSet> {
  return deps.db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`watchlists ${userId}`}, 1))`);
    const before = await readWatchlists(tx, userId);
    const after = change(before);
    if (after === "nameTaken") throw new AppError("conflict", watchRefusals[after], { field: "name" });
    if (after === "tooMany") throw new AppError("conflict", watchRefusals[after]);
    if (after === "gone") throw new AppError("not_found", watchRefusals[after]);
    const allowed = await findAllowed({ ...deps, db: tx }, userId, watchedItems);
    if (!isAllowed(before, after, allowed)) throw tooManyItems(allowed);
    await refuseUnknown(tx, before, after);
    await store({ tx, userId, changedAt: deps.clock.now() }, before, after);
    return { lists: [...after], allowed };
  });
}
