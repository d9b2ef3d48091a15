import type { DbHandle } from "#platform/db/db.ts";

type Priced = { id: number; name: string; limit?: number | null; high?: number | null; avg24h?: number };

/** Items with their latest prices, traded a minute ago, as a new market version. */
export async function seedPrices(db: DbHandle, items: readonly Priced[]): Promise<void> {
  for (const { id, name, limit = null, high = null, avg24h = null } of items) {
    await db.sql`
      insert into items (id, name, examine, members, icon, buy_limit, updated_at)
      values (${id}, ${name}, '', false, '', ${limit}, now())
      on conflict (id) do update set name = excluded.name, buy_limit = excluded.buy_limit`;
    if (high !== null)
      await db.sql`
        insert into latest_prices (item_id, high, high_at, low, low_at, seen_at)
        values (${id}, ${high}, now() - interval '1 minute', ${high}, now() - interval '1 minute', now())`;
    if (avg24h !== null) await db.sql`insert into item_stats (item_id, avg_24h) values (${id}, ${avg24h})`;
  }
  await db.sql`update market_state set version = version + 1`;
}
