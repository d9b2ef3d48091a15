import { parsePrice, parseWhole } from "#features/trades/rules/logs/number-text.ts";
import type { LoggedTrade, Refusal } from "#features/trades/rules/logs/logged-trade.ts";
import { isFlipTable } from "./columns.ts";
import type { ColumnMapping, ColumnRole } from "./columns.ts";
import { readTime } from "./read-time.ts";

const SIDES: Readonly<Record<string, "buy" | "sell">> = {
  buy: "buy",
  bought: "buy",
  b: "buy",
  purchase: "buy",
  sell: "sell",
  sold: "sell",
  s: "sell",
  sale: "sell",
};
const SHORT: Readonly<Record<string, number>> = { k: 1_000, m: 1_000_000, b: 1_000_000_000 };

/** An amount of coins as people write it: `1,234.5`, `1.5m`, `100 gp`. Null for anything else. */
export function readCoins(text: string): number | null {
  const [, digits = "", letter] = /^(.*?) ?([kmb])?(?: ?gp| ?coins)?$/i.exec(text.trim()) ?? [];
  const value = parsePrice(digits);
  if (value === null) return null;
  const coins = value * (SHORT[letter?.toLowerCase() ?? ""] ?? 1);
  return letter === undefined ? coins : Math.round(coins);
}

type Row = readonly string[];
type Half = { side: "buy" | "sell"; price: ColumnRole | null; total: ColumnRole | null; time: ColumnRole };

/** Reads one row of a table by the columns that the trader chose: one trade, or the purchase and the sale of a flip. */
export function mapRow(row: Row, mapping: ColumnMapping): (LoggedTrade | Refusal)[] {
  const textOf = (role: ColumnRole): string => row[mapping.columns[role] ?? -1]?.trim() ?? "";
  if (!isFlipTable(mapping.columns)) {
    const side = SIDES[textOf("side").toLowerCase()];
    if (side === undefined) return [{ reason: `"${textOf("side")}" is neither buy nor sell` }];
    return [readHalf(textOf, mapping, { side, price: "price", total: "total", time: "time" })];
  }
  const halves: Half[] = [
    { side: "buy", price: "buyPrice", total: null, time: "buyTime" },
    { side: "sell", price: "sellPrice", total: null, time: "sellTime" },
  ];
  // A flip that is not sold yet has no price or no time for its sale.
  const filled = halves.filter(({ price, time }) => textOf(price ?? time) !== "" && textOf(time) !== "");
  if (filled.length === 0) return [{ reason: "Neither a purchase nor a sale has both a price and a time" }];
  return filled.map((half) => readHalf(textOf, mapping, half));
}

function readHalf(
  textOf: (role: ColumnRole) => string,
  { isDayFirst, isAfterTax }: ColumnMapping,
  { side, price, total, time }: Half,
): LoggedTrade | Refusal {
  const item = textOf("item");
  const quantity = parseWhole(textOf("quantity"));
  const at = readTime(textOf(time), isDayFirst);
  if (item === "") return { reason: "The item has no name" };
  if (quantity === null || quantity === 0) return { reason: `"${textOf("quantity")}" is not a quantity` };
  if (at === null) return { reason: `"${textOf(time)}" is not a time that is understood` };
  const totalText = total === null ? "" : textOf(total);
  const text = totalText === "" && price !== null ? textOf(price) : totalText;
  const amount = readCoins(text);
  if (amount === null) return { reason: `"${text}" is not an amount of coins` };
  const isTotal = totalText !== "";
  return {
    side,
    item: /^\d+$/.test(item) ? { id: Number(item) } : { name: item },
    quantity,
    coins: Math.round(isTotal ? amount : amount * quantity),
    isAfterTax: isAfterTax && side === "sell",
    isExact: isTotal || quantity === 1,
    time: at,
    character: textOf("character") || null,
    sourceId: null,
    isInferred: false,
  };
}
