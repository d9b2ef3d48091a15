import { plainText } from "#features/market/rules/csv-cell.ts";
import { shareOf } from "#features/trades/rules/ledger/share.ts";
import { isRefusal } from "./logged-trade.ts";
import type { LoggedTrade, Refusal } from "./logged-trade.ts";
import { parsePrice, parseSigned, parseWhole } from "./number-text.ts";

type Row = Readonly<Record<string, string>>;

/** A moment in UTC; null unless the text says that it is one, since other texts would be read in the server's zone. */
function utcMoment(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|\+00:?00)$/.test(text.trim())) return null;
  const epochMs = Date.parse(text.trim());
  return Number.isNaN(epochMs) ? null : epochMs;
}

const trade = (
  more: Pick<LoggedTrade, "side" | "item" | "quantity" | "coins" | "isExact" | "time" | "character">,
): LoggedTrade => ({ ...more, isAfterTax: false, sourceId: null, isInferred: false });

const SIDES: Readonly<Record<string, "buy" | "sell">> = {
  buy: "buy",
  bought: "buy",
  sell: "sell",
  sold: "sell",
};
const characterOf = (row: Row): string | null => plainText(row["Account"]?.trim() ?? "") || null;
const itemOf = (row: Row): string => row["Item"]?.trim() ?? "";

/** Reads one row of Flipping Copilot's `transactions.csv`. Its total counts, before tax: the tax is calculated anew. */
export function parseCopilotTransaction(row: Row): LoggedTrade | Refusal {
  const side = SIDES[row["Side"]?.trim().toLowerCase() ?? ""];
  const epochMs = utcMoment(row["Timestamp"] ?? "");
  const quantity = parseWhole(row["Quantity"] ?? "");
  const total = parseWhole(row["Paid/Received"] ?? "");
  const each = parsePrice(row["Price ea."] ?? "");
  const tax = parseWhole(row["Tax"] ?? "0") ?? 0;
  if (itemOf(row) === "") return { reason: "The item has no name" };
  if (epochMs === null) return { reason: `"${row["Timestamp"]}" is not a time such as 2026-09-21T14:13:20Z` };
  if (side === undefined) return { reason: `"${row["Side"]}" is neither buy nor sell` };
  if (quantity === null || quantity === 0) return { reason: `"${row["Quantity"]}" is not a quantity` };
  if (total === null) return { reason: `"${row["Paid/Received"]}" is not an amount` };
  // Whether the total is before or after tax shows by the unit price, which is before it.
  const isNet =
    side === "sell" &&
    each !== null &&
    Math.abs(total - each * quantity) > Math.abs(total + tax - each * quantity);
  return trade({
    side,
    item: { name: itemOf(row) },
    quantity,
    coins: isNet ? total + tax : total,
    isExact: true,
    time: { epochMs },
    character: characterOf(row),
  });
}

type Half = { units: string; each: string; at: string };

function parseHalf(row: Row, side: "buy" | "sell", { units, each, at }: Half): LoggedTrade | Refusal | null {
  const quantity = parseWhole(row[units] ?? "");
  if (quantity === 0) return null;
  const [price, epochMs] = [parsePrice(row[each] ?? ""), utcMoment(row[at] ?? "")];
  if (itemOf(row) === "") return { reason: "The item has no name" };
  if (quantity === null) return { reason: `"${row[units]}" is not a quantity (${units})` };
  if (price === null) return { reason: `"${row[each]}" is not a price (${each})` };
  if (epochMs === null) return { reason: `"${row[at]}" is not a time such as 2026-09-21T14:13:20Z (${at})` };
  return trade({
    side,
    item: { name: itemOf(row) },
    quantity,
    coins: Math.round(price * quantity),
    isExact: quantity === 1,
    time: { epochMs },
    character: characterOf(row),
  });
}

/**
 * What a flip's sales brought before tax, gp, by its profit and its tax, which are totals; its mean prices are rounded
 * down. Null where the two disagree by more than that.
 */
function soldFor(row: Row, buy: LoggedTrade, sell: LoggedTrade): number | null {
  const [profit, tax] = [parseSigned(row["Profit"] ?? ""), parseWhole(row["Tax"] ?? "")];
  if (profit === null || tax === null || sell.quantity > buy.quantity) return null;
  const coins = profit + tax + shareOf(buy.coins, sell.quantity, buy.quantity);
  return Math.abs(coins - sell.coins) <= 2 * sell.quantity ? coins : null;
}

/**
 * Reads one row of its `flips.csv`: all purchases of a flip as one, and all its sales as one, by their mean prices. The
 * sales make up for what these lose, so that the profit is the file's.
 */
export function parseCopilotFlip(row: Row): (LoggedTrade | Refusal)[] {
  const bought = { units: "Bought", each: "Avg. buy price", at: "First buy time" };
  const sold = { units: "Sold", each: "Avg. sell price", at: "Last sell time" };
  const [buy, sell] = [parseHalf(row, "buy", bought), parseHalf(row, "sell", sold)];
  if (buy === null || sell === null || isRefusal(buy) || isRefusal(sell))
    return [buy, sell].filter((half) => half !== null);
  return [buy, { ...sell, coins: soldFor(row, buy, sell) ?? sell.coins }];
}
