import { asc, sql } from "drizzle-orm";
import type { Db } from "#platform/db/db.ts";
import { items, latestPrices } from "#features/market/schema.ts";

export type CatalogueItem = Omit<typeof items.$inferSelect, "updatedAt">;
export type LatestPrice = Pick<
  typeof latestPrices.$inferSelect,
  "itemId" | "high" | "highAt" | "low" | "lowAt"
>;

/** Every item that the feed maps, in the order of names by code point, whatever the database's own order is. */
export const readCatalogue = (db: Db): Promise<CatalogueItem[]> =>
  db
    .select()
    .from(items)
    .orderBy(sql`${items.name} collate "C"`, items.id);

/** The last trade of each side of every item that has a price, in the order of ids. */
export const readLatestPrices = (db: Db): Promise<LatestPrice[]> =>
  db.select().from(latestPrices).orderBy(asc(latestPrices.itemId));
