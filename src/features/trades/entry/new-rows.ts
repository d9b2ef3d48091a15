import { randomUUID } from "node:crypto";
import { AppError } from "#platform/app-error.ts";
import { taxGp } from "#features/market/rules/tax/tax.ts";
import { saleTax } from "#features/trades/rules/sale-tax.ts";
import { coinsProblem, timeProblem } from "#features/trades/rules/trade-limits.ts";
import type { LedgerRow } from "#features/trades/store/ledger-row.ts";
import type { NewTrade, TradeKind } from "./contract.ts";

type Context = {
  nowMs: number;
  characterOf: (wanted: string | undefined, field?: string) => string;
  isItem: (itemId: number) => boolean;
};

/** Throws `invalid_input` with the field where a time is impossible. */
export function checkTime(atMs: number, nowMs: number, field = "at"): void {
  const problem = timeProblem(atMs, nowMs);
  if (problem !== null) throw new AppError("invalid_input", problem, { field });
}

/** quantity * price; throws `invalid_input` beyond 2^53. */
export function totalOf(quantity: number, price: number, field = "price"): number {
  const coins = quantity * price;
  const problem = coinsProblem(coins);
  if (problem !== null) throw new AppError("invalid_input", problem, { field });
  return coins;
}

export function checkItem(isItem: Context["isItem"], itemId: number, field = "itemId"): void {
  if (!isItem(itemId)) throw new AppError("invalid_input", `There is no item ${itemId}`, { field });
}

type Coins = Pick<LedgerRow, "gross" | "unitPrice" | "tax" | "isExact">;

/** The coins of a sale or purchase by its unit price or its total, with the tax of its time. */
export function coinsOf(
  of: { kind: TradeKind; itemId: number; quantity: number; atMs: number },
  { price, total }: { price?: number | undefined; total?: number | undefined },
): Coins {
  const gross = price === undefined ? (total ?? 0) : totalOf(of.quantity, price);
  const unitPrice = price ?? null;
  if (of.kind !== "sell") return { gross, unitPrice, tax: 0, isExact: true };
  if (price !== undefined) return { gross, unitPrice, tax: taxGp(price, of) * of.quantity, isExact: true };
  return { gross, unitPrice, ...saleTax(gross, of.quantity, of) };
}

/** The rows of a trade that is entered by hand. Throws `invalid_input` with the field that is wrong. */
export function newRows(trade: NewTrade, { nowMs, characterOf, isItem }: Context): LedgerRow[] {
  const atMs = trade.at ?? nowMs;
  checkTime(atMs, nowMs);
  const base = {
    id: randomUUID(),
    atMs,
    characterId: characterOf(trade.character),
    unitPrice: null,
    tax: 0,
    isExact: true,
    source: "hand",
    importId: null,
    origin: null,
    note: trade.note === undefined || trade.note === "" ? null : trade.note,
    groupId: null,
    weight: null,
    fee: null,
    toCharacterId: null,
    pairId: null,
  };
  if (trade.kind === "conversion") return conversionRows(trade, base, isItem);
  checkItem(isItem, trade.itemId);
  const goods = { ...base, kind: trade.kind, itemId: trade.itemId, quantity: trade.quantity, gross: 0 };
  switch (trade.kind) {
    case "buy":
    case "sell":
      return [{ ...goods, ...coinsOf(goods, trade) }];
    case "gain":
      return [{ ...goods, gross: trade.total }];
    case "withdrawal":
      return [goods];
    case "transfer": {
      const toCharacterId = characterOf(trade.toCharacter, "toCharacter");
      if (toCharacterId === base.characterId)
        throw new AppError("invalid_input", "Choose another character", { field: "toCharacter" });
      return [{ ...goods, toCharacterId }];
    }
  }
}

function conversionRows(
  trade: Extract<NewTrade, { kind: "conversion" }>,
  base: Omit<LedgerRow, "kind" | "itemId" | "quantity" | "gross">,
  isItem: Context["isItem"],
): LedgerRow[] {
  const groupId = base.id;
  const inputs = trade.inputs.map(({ itemId, quantity }, index): LedgerRow => {
    checkItem(isItem, itemId, "inputs");
    const isFirst = index === 0;
    const id = isFirst ? groupId : randomUUID();
    const gross = isFirst ? trade.received : 0;
    return { ...base, id, groupId, kind: "input", itemId, quantity, gross, fee: isFirst ? trade.paid : null };
  });
  const outputs = trade.outputs.map(({ itemId, quantity, weight }): LedgerRow => {
    checkItem(isItem, itemId, "outputs");
    return { ...base, id: randomUUID(), groupId, kind: "output", itemId, quantity, gross: 0, weight };
  });
  const items = [...trade.inputs, ...trade.outputs].map(({ itemId }) => itemId);
  if (new Set(items).size < items.length)
    throw new AppError("invalid_input", "Name each item once", { field: "inputs" });
  return [...inputs, ...outputs];
}
