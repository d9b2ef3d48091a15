import { asc, isNull, sql } from "drizzle-orm";
import type { Db } from "#platform/db/db.ts";
import { items, latestPrices } from "#features/market/schema.ts";

export type CatalogueItem = Omit<typeof items.$inferSelect, "updatedAt" | "unlistedAt">;
export type LatestPrice = Pick<
  typeof latestPrices.$inferSelect,
  "itemId" | "high" | "highAt" | "low" | "lowAt"
>;

/** All items that the feed lists, ordered by name in code points, independent of the database's collation. */
export const readCatalogue = (db: Db): Promise<CatalogueItem[]> =>
  db
    .select()
    .from(items)
    .where(isNull(items.unlistedAt))
    .orderBy(sql`${items.name} collate "C"`, items.id);

/** The last trade of each side of every item that has a price, in the order of ids. */
export const readLatestPrices = (db: Db): Promise<LatestPrice[]> =>
  db.select().from(latestPrices).orderBy(asc(latestPrices.itemId));
