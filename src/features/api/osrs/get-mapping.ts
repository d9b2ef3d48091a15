import { sql } from "drizzle-orm";
import type { Db } from "#platform/db/db.ts";
import { items } from "#features/market/schema.ts";
import type { MappedItem } from "./market-endpoints.ts";

/** The catalogue in the wiki's shape: an array in the order of names, unknown amounts left out. */
export async function getMapping(deps: { dbRead: Db }): Promise<MappedItem[]> {
  // By code point, as the wiki sorts, whatever the database's own order is.
  const rows = await deps.dbRead
    .select()
    .from(items)
    .orderBy(sql`${items.name} collate "C"`, items.id);
  return rows.map((row) => ({
    examine: row.examine,
    id: row.id,
    members: row.members,
    ...(row.lowAlch !== null && { lowalch: row.lowAlch }),
    ...(row.buyLimit !== null && { limit: row.buyLimit }),
    ...(row.value !== null && { value: row.value }),
    ...(row.highAlch !== null && { highalch: row.highAlch }),
    icon: row.icon,
    name: row.name,
  }));
}
