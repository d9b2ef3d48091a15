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

/** The side, or the reason why its row is refused. */
function sideOf(price: unknown, atS: unknown, nowMs: number): Side | string {
  if (price === null && atS === null) return UNKNOWN;
  if (price === null || atS === null) return "half a side";
  if (!isPrice(price)) return "not a price";
  if (!isTradeSecond(atS, nowMs)) return "not a time";
  return { price, atS };
}

function rowOf(itemId: number, row: Fields, nowMs: number): LatestRow | string {
  const high = sideOf(row["high"], row["highTime"], nowMs);
  if (typeof high === "string") return high;
  const low = sideOf(row["low"], row["lowTime"], nowMs);
  if (typeof low === "string") return low;
  return { itemId, high: high.price, highS: high.atS, low: low.price, lowS: low.atS };
}

/** Parses `/latest`. Each row is checked alone, so a bad row refuses only itself. */
export function parseLatest(body: unknown, nowMs: number): Parsed<LatestRow[]> {
  const data = isFields(body) ? body["data"] : null;
  if (!isFields(data)) return unreadable;

  const refused: Refusals = {};
  const value: LatestRow[] = [];
  for (const [key, row] of Object.entries(data)) {
    const itemId = itemIdOf(key);
    const parsed =
      itemId === null ? "not an item id" : isFields(row) ? rowOf(itemId, row, nowMs) : "not a row";
    if (typeof parsed === "string") refuse(refused, parsed);
    else value.push(parsed);
  }
  return { ok: true, value, refused };
}
