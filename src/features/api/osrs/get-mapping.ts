import type { Db } from "#platform/db/db.ts";
import { readCatalogue } from "#features/market/list/read-catalogue.ts";
import type { MappedItem } from "#features/api/rules/market-endpoints.ts";

/** The catalogue in the wiki's shape: an array ordered by name, without unknown amounts. */
export async function getMapping(deps: { dbRead: Db }): Promise<MappedItem[]> {
  const rows = await readCatalogue(deps.dbRead);
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
