import { csvCell } from "#features/market/rules/csv-cell.ts";
import type { NamedEntry } from "./named-entry.ts";

export const copilotTransactionsHeader =
  "Timestamp,Account,Side,Item,Quantity,Paid/Received,Tax,Price ea.,Part of Flip\n";

/** As the plugin writes times; with their milliseconds only where there are some. */
export const copilotTime = (atMs: number): string => new Date(atMs).toISOString().replace(".000Z", "Z");

/** A row of `transactions.csv`; empty for a trade that is neither a purchase nor a sale. */
export function copilotTransaction(entry: NamedEntry): string {
  const { kind, atMs, character, item, quantity, gross, tax, knownUnits } = entry;
  if (kind !== "buy" && kind !== "sell") return "";
  const isPartOfFlip = kind === "buy" || (knownUnits ?? 0) > 0;
  const cells = [
    copilotTime(atMs),
    csvCell(character),
    kind.toUpperCase(),
    csvCell(item),
    quantity,
    gross,
    tax,
    Math.floor(gross / quantity),
    isPartOfFlip ? "YES" : "NO",
  ];
  return `${cells.join(",")}\n`;
}
