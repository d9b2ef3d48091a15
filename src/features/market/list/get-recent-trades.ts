import { eq } from "drizzle-orm";
import type { Db } from "#platform/db/db.ts";
import type { GetItemInput, RecentTrades } from "#features/market/contract.ts";
import { recentTrades } from "#features/market/schema.ts";

/** The last trades of both sides of an item, newest first; none for an item that has not traded since they are kept. */
export async function getRecentTrades(deps: { dbRead: Db }, { id }: GetItemInput): Promise<RecentTrades> {
  const [kept] = await deps.dbRead.select().from(recentTrades).where(eq(recentTrades.itemId, id));
  const side = (prices: readonly number[] = [], seconds: readonly number[] = []) =>
    seconds.map((at, index) => ({ at: at * 1_000, price: prices[index] ?? 0 }));
  return { high: side(kept?.high, kept?.highS), low: side(kept?.low, kept?.lowS) };
}
