import { csvCell } from "#features/market/rules/csv-cell.ts";
import { shareOf } from "#features/trades/rules/ledger/share.ts";
import { copilotTime } from "./copilot-transactions.ts";

export const copilotFlipsHeader =
  "First buy time,Last sell time,Account,Item,Status,Bought,Sold,Avg. buy price,Avg. sell price,Tax,Profit,Profit ea.\n";

export type ClosedFlip = {
  atMs: number;
  character: string;
  item: string;
  quantity: number;
  gross: number;
  knownUnits: number;
  cost: number;
  profit: number;
  /** Of the oldest purchase; null by average cost, which does not keep it. */
  firstBuyMs: number | null;
};

/** The units of a sale whose cost is known, as a finished flip. The tax makes price and profit agree. */
export function closedFlipRow(flip: ClosedFlip): string {
  const { atMs, knownUnits: units, cost, profit } = flip;
  const received = shareOf(flip.gross, units, flip.quantity);
  const cells = [
    copilotTime(flip.firstBuyMs ?? atMs),
    copilotTime(atMs),
    csvCell(flip.character),
    csvCell(flip.item),
    "FINISHED",
    units,
    units,
    Math.floor(cost / units),
    Math.floor(received / units),
    Math.max(0, received - cost - profit),
    profit,
    Math.trunc(profit / units),
  ];
  return `${cells.join(",")}\n`;
}

export type HeldLot = { boughtAtMs: number; character: string; item: string; units: number; cost: number };

/** Units that are still held: a flip that nothing is sold of. */
export function heldLotRow({ boughtAtMs, character, item, units, cost }: HeldLot): string {
  const cells = [copilotTime(boughtAtMs), "N/A", csvCell(character), csvCell(item), "BUYING", units, 0];
  return `${[...cells, Math.floor(cost / units), 0, 0, 0, 0].join(",")}\n`;
}
