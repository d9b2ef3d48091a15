import { randomUUID } from "node:crypto";
import type { TransactionSql } from "postgres";
import type { UserActor } from "#platform/actor.ts";
import { AppError } from "#platform/app-error.ts";
import { toChange } from "#features/trades/entry/change-trades.ts";
import type { EntryDeps } from "#features/trades/entry/change-trades.ts";
import type { LedgerChange } from "#features/trades/entry/contract.ts";
import { editRow } from "#features/trades/entry/edit-row.ts";
import { checkTime, coinsOf } from "#features/trades/entry/new-rows.ts";
import { changeLedger } from "#features/trades/store/change-ledger.ts";
import type { Plan } from "#features/trades/store/change-ledger.ts";
import type { LedgerRow } from "#features/trades/store/ledger-row.ts";
import { readRows, rowColumns } from "#features/trades/store/rows-sql.ts";
import type { DeleteFlipsInput, UpdateFlipInput } from "./contract.ts";
import { noFlip } from "./find-flip.ts";

type Sides = { buy: LedgerRow | null; sell: LedgerRow | null };

/** The trades behind a flip: its own, and where it was entered as one flip, the other side too. */
async function sidesOf(tx: TransactionSql, userId: string, id: string): Promise<Sides> {
  const [row] = await readRows(tx, userId, [id.slice(0, 36)]);
  if (row === undefined) throw noFlip();
  const pair =
    row.pairId === null
      ? [row]
      : await tx<LedgerRow[]>`
          select ${rowColumns(tx)} from user_transactions
          where user_id = ${userId} and item_id = ${row.itemId} and pair_id = ${row.pairId}`;
  const buy = pair.find(({ kind }) => kind === "buy" || kind === "gain") ?? null;
  const sell = pair.find(({ kind }) => kind === "sell") ?? null;
  if (buy === null && sell === null)
    throw new AppError("conflict", "This is no purchase and no sale: change it in the list of trades");
  return { buy, sell };
}

/**
 * Changes the trades behind a flip. Throws `not_found`, `conflict` where the purchase belongs to several flips, and
 * `invalid_input` with the wrong `field`.
 */
export async function updateFlip(
  deps: EntryDeps,
  { userId }: UserActor,
  input: UpdateFlipInput,
): Promise<LedgerChange> {
  const nowMs = deps.clock.now().getTime();
  const { boughtAt, soldAt } = input;
  if (boughtAt !== undefined) checkTime(boughtAt, nowMs, "boughtAt");
  if (soldAt !== undefined) checkTime(soldAt, nowMs, "soldAt");
  const times = [boughtAt, soldAt, nowMs].filter((atMs) => atMs !== undefined);
  const done = await changeLedger(deps, userId, times, async (tx) => {
    const sides = await sidesOf(tx, userId, input.id);
    const isSale = sides.sell === null && (input.sellPrice !== undefined || soldAt !== undefined);
    if (sides.buy === null || !isSale) return planOf(sides, input);
    return saleOf(sides.buy, input, { left: await unitsLeft(tx, userId, sides.buy), nowMs });
  });
  return toChange(done);
}

function planOf({ buy, sell }: Sides, input: UpdateFlipInput): Plan {
  const { quantity, note, buyPrice, sellPrice, boughtAt, soldAt } = input;
  if (buy === null && (buyPrice !== undefined || boughtAt !== undefined)) {
    const field = buyPrice === undefined ? "boughtAt" : "buyPrice";
    throw new AppError("conflict", "What it cost comes from purchases: change them in the list of trades", {
      field,
    });
  }
  const newBuy = buy === null ? null : editRow(buy, { quantity, note, price: buyPrice, at: boughtAt });
  const newSell = sell === null ? null : editRow(sell, { quantity, note, price: sellPrice, at: soldAt });
  if (newBuy !== null && newSell !== null) checkOrder(newBuy, newSell);
  const present = (rows: readonly (LedgerRow | null)[]) => rows.filter((row) => row !== null);
  return { remove: present([buy, sell]), add: present([newBuy, newSell]) };
}

function checkOrder(buy: LedgerRow, sell: LedgerRow): void {
  if (sell.atMs < buy.atMs)
    throw new AppError("invalid_input", "It was sold before it was bought", { field: "soldAt" });
}

/** The units of a purchase that are not sold yet. By average cost purchases are not kept apart: all of them. */
async function unitsLeft(tx: TransactionSql, userId: string, { id, quantity }: LedgerRow): Promise<number> {
  const [ledger] = await tx<{ method: string; left: number }[]>`
    select method, coalesce((select sum(units - taken) from open_lots
      where user_id = ${userId} and lot_id = ${id}), 0)::float8 as left
    from ledgers where user_id = ${userId}`;
  return ledger?.method === "average" ? quantity : (ledger?.left ?? 0);
}

/** The sale of an open flip. Both are one flip from then on if all units of the purchase are sold at once. */
function saleOf(
  buy: LedgerRow,
  { quantity, buyPrice, boughtAt, sellPrice, soldAt, note }: UpdateFlipInput,
  { left, nowMs }: { left: number; nowMs: number },
): Plan {
  if (sellPrice === undefined)
    throw new AppError("invalid_input", "Say for how much it was sold", { field: "sellPrice" });
  const sold = quantity ?? left;
  if (sold > left || sold === 0)
    throw new AppError("invalid_input", `${left.toLocaleString("en")} units of this purchase are left`, {
      field: "quantity",
    });
  const bought = editRow(buy, { note, price: buyPrice, at: boughtAt });
  const pairId = sold === buy.quantity ? randomUUID() : null;
  const sale = { ...bought, id: randomUUID(), kind: "sell" as const, quantity: sold, atMs: soldAt ?? nowMs };
  checkOrder(bought, sale);
  const own = { source: "hand", importId: null, origin: null, pairId };
  return {
    remove: [buy],
    add: [
      { ...bought, pairId: pairId ?? buy.pairId },
      { ...sale, ...own, ...coinsOf(sale, { price: sellPrice }) },
    ],
  };
}

/** Deletes the sale of flips (of open ones the purchase), and both of those that were entered as one. */
export async function deleteFlips(
  deps: EntryDeps,
  { userId }: UserActor,
  { ids }: DeleteFlipsInput,
): Promise<LedgerChange> {
  const done = await changeLedger(deps, userId, [], async (tx) => {
    const own = [...new Set(ids.map((id) => id.slice(0, 36)))];
    const rows = await readRows(tx, userId, own);
    const found = new Set(rows.map(({ id }) => id));
    if (!own.every((id) => found.has(id))) throw noFlip();
    const pairs = rows.filter(({ pairId }) => pairId !== null);
    const items = [...new Set(pairs.map(({ itemId }) => itemId))];
    const both =
      pairs.length === 0
        ? []
        : await tx<LedgerRow[]>`
            select ${rowColumns(tx)} from user_transactions
            where user_id = ${userId} and item_id in ${tx(items)}
              and pair_id in ${tx(pairs.map(({ pairId }) => pairId))}`;
    const all = new Map([...rows, ...both].map((row) => [row.id, row]));
    return { remove: [...all.values()], add: [] };
  });
  return toChange(done);
}
