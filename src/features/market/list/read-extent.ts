import { count, isNull, max } from "drizzle-orm";
import type { Db } from "#platform/db/db.ts";
import { items, latestPrices, marketState } from "#features/market/schema.ts";

/** How much the market holds: items that the feed lists, items with a price, and the time of the newest trade (epoch ms). */
export async function readExtent(
  db: Db,
): Promise<{ version: number; itemCount: number; pricedCount: number; newestTradeMs: number | null }> {
  const [[state], [catalogue], [priced]] = await Promise.all([
    db.select({ version: marketState.version }).from(marketState),
    db.select({ rows: count() }).from(items).where(isNull(items.unlistedAt)),
    db
      .select({ rows: count(), high: max(latestPrices.highAt), low: max(latestPrices.lowAt) })
      .from(latestPrices),
  ]);
  const newestMs = Math.max(priced?.high?.getTime() ?? 0, priced?.low?.getTime() ?? 0);
  return {
    version: state?.version ?? 0,
    itemCount: catalogue?.rows ?? 0,
    pricedCount: priced?.rows ?? 0,
    newestTradeMs: newestMs === 0 ? null : newestMs,
  };
}
