import { sql } from "drizzle-orm";
import type { Db } from "#platform/db/db.ts";
import { items } from "#features/market/schema.ts";

/** All items that the feed has ever listed, those that it lists now first. */
export const readItemNames = (db: Db): Promise<{ id: number; name: string }[]> =>
  db
    .select({ id: items.id, name: items.name })
    .from(items)
    .orderBy(sql`${items.unlistedAt} is not null`, items.id);
