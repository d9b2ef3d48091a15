import type { Db } from "#platform/db/db.ts";
import { readPoints } from "#features/history/read/read-points.ts";

const HOUR_MS = 3_600_000;
/** The steps of history in the order that they are read, and how far back a price still counts as that of the time. */
const READS = [
  { step: "1h", backMs: 6 * HOUR_MS },
  { step: "24h", backMs: 48 * HOUR_MS },
] as const;

type Asked = { itemId: number; atMs: number; side: "buy" | "sell" };

/** What one unit was bought (low) or sold (high) for at a time, gp; null where history does not know. */
export async function marketPriceAt(
  deps: { dbRead: Db },
  { itemId, atMs, side }: Asked,
): Promise<number | null> {
  for (const { step, backMs } of READS) {
    const points = await readPoints(deps, { itemId, step, fromMs: atMs - backMs, toMs: atMs + 1 });
    const prices = side === "buy" ? points.avgLow : points.avgHigh;
    const price = prices.findLast((each) => each !== null);
    if (price !== undefined && price !== null) return price;
  }
  return null;
}
