import { asc, eq } from "drizzle-orm";
import type { UserActor } from "#platform/actor.ts";
import type { Db } from "#platform/db/db.ts";
import { lastViews, namedViews } from "#features/market/schema.ts";
import type { NamedView, ViewList } from "./contract.ts";

const columns = { id: namedViews.id, name: namedViews.name, view: namedViews.view };

/** By name. */
export const readNamedViews = (db: Db, userId: string): Promise<NamedView[]> =>
  db.select(columns).from(namedViews).where(eq(namedViews.userId, userId)).orderBy(asc(namedViews.name));

/** The views of the market list that a user keeps. */
export async function listViews({ db }: { db: Db }, { userId }: UserActor): Promise<ViewList> {
  const [named, [last]] = await Promise.all([
    readNamedViews(db, userId),
    db.select({ view: lastViews.view }).from(lastViews).where(eq(lastViews.userId, userId)),
  ]);
  return { named, last: last?.view ?? null };
}
