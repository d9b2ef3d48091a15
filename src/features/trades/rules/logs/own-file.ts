import { z } from "zod";
import { plainText } from "#features/market/rules/csv-cell.ts";
import type { LoggedTrade, Refusal } from "./logged-trade.ts";
import { parseWhole } from "./number-text.ts";

/** The first field of our own JSON file. */
export const OWN_JSON = "ge-metrics ledger 1";

/** The columns of our own CSV file that a trade is read from. */
export const OWN_COLUMNS = {
  time: "Time (UTC)",
  character: "Character",
  kind: "Kind",
  itemId: "Item id",
  quantity: "Quantity",
  gross: "Gross (gp)",
  isExact: "Exact",
  id: "Trade id",
} as const;

const units = z.number().int().positive();
const trade = z.object({
  id: z.string().max(64),
  at: z.number().int().positive(),
  character: z.string().max(64),
  kind: z.string().max(20),
  itemId: units,
  quantity: units,
  gross: z.number().int().nonnegative(),
  isExact: z.boolean(),
});
type OwnTrade = z.infer<typeof trade>;

const NO_TRADE = "This record is not a trade of GE-Metrics";

function toLogged({ id, at, kind, ...own }: OwnTrade): LoggedTrade | Refusal {
  if (kind !== "buy" && kind !== "sell") {
    return { reason: `Purchases and sales can be imported; enter this by hand: ${kind}` };
  }
  return {
    side: kind,
    item: { id: own.itemId },
    quantity: own.quantity,
    coins: own.gross,
    isAfterTax: false,
    isExact: own.isExact,
    time: { epochMs: at },
    character: own.character,
    sourceId: id,
    isInferred: false,
  };
}

/** Reads one trade of our own JSON file. */
export function parseOwnTrade(value: unknown): LoggedTrade | Refusal {
  const parsed = trade.safeParse(value);
  return parsed.success ? toLogged(parsed.data) : { reason: NO_TRADE };
}

/** Reads one row of our own CSV file, by the names of its header. */
export function parseOwnRow(row: Readonly<Record<string, string>>): LoggedTrade | Refusal {
  const of = (column: keyof typeof OWN_COLUMNS): string => row[OWN_COLUMNS[column]] ?? "";
  const time = of("time");
  const parsed = trade.safeParse({
    id: of("id"),
    at: /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(time) ? Date.parse(time) : null,
    character: plainText(of("character")),
    kind: of("kind"),
    itemId: parseWhole(of("itemId")),
    quantity: parseWhole(of("quantity")),
    gross: parseWhole(of("gross")),
    isExact: of("isExact") === "yes",
  });
  return parsed.success ? toLogged(parsed.data) : { reason: NO_TRADE };
}
