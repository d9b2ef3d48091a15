import { AppError } from "#platform/app-error.ts";
import { shareOf } from "#features/trades/rules/ledger/share.ts";
import { coinsProblem } from "#features/trades/rules/trade-limits.ts";
import type { LedgerRow } from "#features/trades/store/ledger-row.ts";
import type { UpdateTradesInput } from "./contract.ts";
import { coinsOf, totalOf } from "./new-rows.ts";

type Edit = Omit<UpdateTradesInput["change"], "character"> & { characterId?: string | undefined };

/** The row after a change. Throws `invalid_input` with the field that such a row does not have. */
export function editRow(row: LedgerRow, edit: Edit): LedgerRow {
  const moved: LedgerRow = {
    ...row,
    atMs: edit.at ?? row.atMs,
    note: edit.note === undefined ? row.note : edit.note === "" ? null : edit.note,
  };
  const { characterId, itemId, quantity, price, total } = edit;
  const fields = Object.entries({ character: characterId, itemId, quantity, price, total });
  const changed = fields.find(([, value]) => value !== undefined);
  if (row.kind === "input" || row.kind === "output") {
    if (changed === undefined) return moved;
    const words = "Of a conversion only time and note can be changed: delete it and enter it again";
    throw new AppError("invalid_input", words, { field: changed[0] });
  }
  if (row.kind === "transfer" && characterId === row.toCharacterId && characterId !== undefined)
    throw new AppError("invalid_input", "Goods go to another character", { field: "character" });
  const goods: LedgerRow = {
    ...moved,
    characterId: characterId ?? row.characterId,
    itemId: itemId ?? row.itemId,
    quantity: quantity ?? row.quantity,
  };
  return { ...goods, ...editedCoins(row, goods, { price, total }) };
}

type Price = { price: number | undefined; total: number | undefined };

function editedCoins(before: LedgerRow, after: LedgerRow, { price, total }: Price): Partial<LedgerRow> {
  const { kind, quantity } = after;
  if (kind === "gain") {
    if (price !== undefined) return { gross: totalOf(quantity, price) };
    return total === undefined ? scaled(before, quantity) : { gross: total };
  }
  if (kind !== "buy" && kind !== "sell") {
    if (price === undefined && total === undefined) return {};
    throw new AppError("invalid_input", "No coins are paid for this", { field: "price" });
  }
  if (price !== undefined || total !== undefined) return coinsOf(after, { price, total });
  const isSameSale =
    quantity === before.quantity && after.itemId === before.itemId && after.atMs === before.atMs;
  if (isSameSale) return {};
  // A price of the source stays; a total is scaled.
  if (before.unitPrice !== null) {
    const { isExact, ...coins } = coinsOf(after, { price: before.unitPrice });
    return { ...coins, isExact: isExact && before.isExact };
  }
  const { gross } = scaled(before, quantity);
  const { isExact, ...coins } = coinsOf(after, { total: gross });
  const isWhole = quantity === before.quantity || (before.gross * quantity) % before.quantity === 0;
  return { ...coins, isExact: isExact && before.isExact && isWhole };
}

/** The coins of another quantity at the same average price. */
function scaled(row: LedgerRow, quantity: number): { gross: number } {
  if (quantity <= row.quantity) return { gross: shareOf(row.gross, quantity, row.quantity) };
  const gross = Math.floor((row.gross / row.quantity) * quantity);
  const problem = coinsProblem(gross);
  if (problem !== null) throw new AppError("invalid_input", problem, { field: "quantity" });
  return { gross };
}
