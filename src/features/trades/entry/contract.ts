import { z } from "zod";
import { itemIdSchema } from "#features/market/contract.ts";

/** How many trades one call changes or deletes, and how many it adds. */
export const MAX_BULK = 500;
const MAX_ADDED = 50;
export const MAX_PAGE = 200;
const MAX_COINS = Number.MAX_SAFE_INTEGER;

const SAFE = `Use a whole number up to ${MAX_COINS.toLocaleString("en")}`;
export const quantityField = z.number(SAFE).int(SAFE).min(1, "Use 1 unit or more").max(MAX_COINS, SAFE);
export const coinsField = z.number(SAFE).int(SAFE).min(0, "Use 0 gp or more").max(MAX_COINS, SAFE);
/** Epoch ms; the server refuses what is in the future or before 2013-02-22 (rules/trade-limits.ts). */
export const timeField = z.number().int("Use whole milliseconds").min(0).max(8_640_000_000_000_000);
/** The id or the name of a character of the trader; absent: the first one. */
export const characterField = z.string().min(1).max(64);
export const noteField = z.string().trim().max(500, "Use at most 500 characters");

export const tradeKinds = ["buy", "sell", "gain", "withdrawal", "transfer", "input", "output"] as const;
export const tradeKind = z.enum(tradeKinds);
export type TradeKind = z.infer<typeof tradeKind>;

/** A row of the ledger. gp are for all units; a conversion has a row for each leg, with the same `groupId`. */
export const trade = z.object({
  id: z.string(),
  at: z.number().int().describe("epoch ms"),
  characterId: z.string(),
  itemId: itemIdSchema,
  kind: tradeKind,
  quantity: z.number().int(),
  gross: z.number().int().describe("gp before tax"),
  unitPrice: z.number().int().nullable().describe("gp, where the source has it; null: it has a total"),
  tax: z.number().int(),
  isExact: z.boolean().describe("false: coins follow from a rounded price or a guess"),
  source: z.string(),
  importId: z.string().nullable(),
  note: z.string().nullable(),
  groupId: z.string().nullable(),
  toCharacterId: z.string().nullable(),
  pairId: z.string().nullable().describe("a purchase and its sale that were entered as one flip"),
});
export type Trade = z.infer<typeof trade>;

const common = {
  at: timeField.optional().describe("absent: now"),
  character: characterField.optional(),
  note: noteField.optional(),
};
const goods = { itemId: itemIdSchema, quantity: quantityField };
const part = z.strictObject(goods);

/** A price for one unit, or the coins of all units as the game shows them. Exactly one of them. */
const priced = { price: coinsField.optional(), total: coinsField.optional() };
const hasOnePrice = ({ price, total }: { price?: number | undefined; total?: number | undefined }) =>
  (price === undefined) !== (total === undefined);
const ONE_PRICE = { error: "Give either the price of one unit or the total", path: ["price"] };

export const newTrade = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("buy"), ...goods, ...priced, ...common }).refine(hasOnePrice, ONE_PRICE),
  z.strictObject({ kind: z.literal("sell"), ...goods, ...priced, ...common }).refine(hasOnePrice, ONE_PRICE),
  z.strictObject({ kind: z.literal("gain"), ...goods, total: coinsField, ...common }),
  z.strictObject({ kind: z.literal("withdrawal"), ...goods, ...common }),
  z.strictObject({ kind: z.literal("transfer"), ...goods, toCharacter: characterField, ...common }),
  z.strictObject({
    kind: z.literal("conversion"),
    inputs: z.array(part).min(1).max(12),
    outputs: z.array(z.strictObject({ ...goods, weight: z.number().int().min(1).max(MAX_COINS) })).max(12),
    paid: coinsField.describe("gp that the conversion costs, such as the fee of a bond"),
    received: coinsField.describe("gp that it pays out, such as alchemy"),
    ...common,
  }),
]);
export type NewTrade = z.infer<typeof newTrade>;

/** Stored one after another, all or none. */
export const addTradesInput = z.strictObject({ trades: z.array(newTrade).min(1).max(MAX_ADDED) });
export type AddTradesInput = z.infer<typeof addTradesInput>;

/** What a change did. `changeId`: `trades.undo` takes it back within 30 days. */
export const ledgerChange = z.object({ changeId: z.string(), trades: z.array(trade) });
export type LedgerChange = z.infer<typeof ledgerChange>;

const edit = {
  at: timeField.optional(),
  character: characterField.optional(),
  itemId: itemIdSchema.optional(),
  quantity: quantityField.optional(),
  ...priced,
  note: noteField.nullable().optional(),
};
const hasNoSecondPrice = ({ price, total }: { price?: number | undefined; total?: number | undefined }) =>
  price === undefined || total === undefined;

/**
 * The same change of one or of many trades. A new quantity keeps the unit price unless a total is given. Legs of a
 * conversion take `note` and `at` only, and change together.
 */
export const updateTradesInput = z.strictObject({
  ids: z.array(z.uuid()).min(1).max(MAX_BULK),
  change: z.strictObject(edit).refine(hasNoSecondPrice, ONE_PRICE),
});
export type UpdateTradesInput = z.infer<typeof updateTradesInput>;

/** Deleting a leg deletes its whole conversion. */
export const deleteTradesInput = z.strictObject({ ids: z.array(z.uuid()).min(1).max(MAX_BULK) });
export type DeleteTradesInput = z.infer<typeof deleteTradesInput>;

export const undoInput = z.strictObject({ changeId: z.uuid() });
export type UndoInput = z.infer<typeof undoInput>;

export const listTradesInput = z.strictObject({
  itemId: itemIdSchema.optional(),
  character: z.uuid().optional(),
  kind: tradeKind.optional(),
  source: z.string().max(40).optional(),
  importId: z.uuid().optional(),
  from: timeField.optional(),
  to: timeField.optional().describe("exclusive"),
  cursor: z.string().max(100).optional(),
  limit: z.number().int().min(1).max(MAX_PAGE).default(50),
});
export type ListTradesInput = z.infer<typeof listTradesInput>;

/** Newest first. */
export const tradePage = z.object({ trades: z.array(trade), nextCursor: z.string().nullable() });
export type TradePage = z.infer<typeof tradePage>;
