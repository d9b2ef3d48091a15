import {
  isFields,
  isPrice,
  isTradeSecond,
  itemIdOf,
  refuse,
  unreadable,
} from "#features/feed/rules/values.ts";
import type { Fields, Parsed, Refusals } from "#features/feed/rules/values.ts";

/** One item's last trades. A side has both price and time (Unix seconds), or neither. */
export type LatestRow = {
  itemId: number;
  high: number | null;
  highS: number | null;
  low: number | null;
  lowS: number | null;
};

type Side = { price: number | null; atS: number | null };
const UNKNOWN: Side = { price: null, atS: null };

/** The side, or the reason why it is refused. */
function sideOf(price: unknown, atS: unknown, nowMs: number): Side | string {
  if (price === null && atS === null) return UNKNOWN;
  if (price === null || atS === null) return "half a side";
  if (!isPrice(price)) return "not a price";
  if (!isTradeSecond(atS, nowMs)) return "not a time";
  return { price, atS };
}

/** Each side is judged by itself: a refused one is counted and stands as unknown. Null if that leaves nothing to use. */
function rowOf(itemId: number, row: Fields, nowMs: number, refused: Refusals): LatestRow | null {
  const faults: string[] = [];
  const judge = (side: Side | string): Side => {
    if (typeof side !== "string") return side;
    faults.push(side);
    refuse(refused, side);
    return UNKNOWN;
  };
  const high = judge(sideOf(row["high"], row["highTime"], nowMs));
  const low = judge(sideOf(row["low"], row["lowTime"], nowMs));
  if (faults.length > 0 && high.price === null && low.price === null) return null;
  return { itemId, high: high.price, highS: high.atS, low: low.price, lowS: low.atS };
}

/** Parses `/latest`. Each side of each row is checked alone, so that a bad one refuses only itself. */
export function parseLatest(body: unknown, nowMs: number): Parsed<LatestRow[]> {
  const data = isFields(body) ? body["data"] : null;
  if (!isFields(data)) return unreadable;

  const refused: Refusals = {};
  const value: LatestRow[] = [];
  for (const [key, row] of Object.entries(data)) {
    const itemId = itemIdOf(key);
    if (itemId === null) refuse(refused, "not an item id");
    else if (!isFields(row)) refuse(refused, "not a row");
    else {
      const read = rowOf(itemId, row, nowMs, refused);
      if (read !== null) value.push(read);
    }
  }
  return { ok: true, value, refused };
}
