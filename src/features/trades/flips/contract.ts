import { z } from "zod";
import { itemIdSchema } from "#features/market/contract.ts";
import { timeZoneName } from "#features/trades/characters/contract.ts";
import {
  MAX_PAGE,
  characterField,
  coinsField,
  ledgerChange,
  noteField,
  quantityField,
  timeField,
  trade,
} from "#features/trades/entry/contract.ts";

const gp = z.number().int();
const unknown = <T extends z.ZodType>(schema: T) => schema.nullable();

/** `sell` and `conversion` end in coins or goods; `withdrawal` and `transfer` make no profit. `lot`: not sold yet. */
export const flipKind = z.enum(["lot", "sell", "conversion", "withdrawal", "transfer"]);
export type FlipKind = z.infer<typeof flipKind>;

/**
 * A closed flip is an event that took goods, with what they cost; an open one is a lot with units left. gp are for all
 * units.
 */
export const flip = z.object({
  id: z.string().describe("of the sale; of an open flip: of its lot"),
  state: z.enum(["open", "closed"]),
  kind: flipKind,
  itemId: itemIdSchema,
  characterId: z.string(),
  quantity: z.number().int().describe("units sold; of an open flip: units left"),
  knownUnits: z.number().int().describe("units among them whose cost is known"),
  missing: z.number().int().describe("units that nobody held: a purchase is missing in the ledger"),
  cost: unknown(gp).describe("gp paid for the units of known cost; null: no cost basis"),
  gross: unknown(gp).describe("gp received before tax; null while open"),
  tax: unknown(gp),
  profit: unknown(gp).describe("null: no cost basis, or still open"),
  roi: unknown(z.number()).describe("profit / cost, a fraction"),
  unexplained: gp.describe("gp received for units without a cost basis: neither profit nor loss"),
  boughtAt: unknown(z.number().int()).describe("epoch ms, weighted by units"),
  soldAt: unknown(z.number().int()).describe("epoch ms; null while open"),
  heldMs: unknown(z.number().int()),
  gpPerHour: unknown(z.number()).describe("profit per hour held, null below a minute"),
  source: unknown(z.string()).describe("null while open"),
  isExact: z.boolean(),
});
export type Flip = z.infer<typeof flip>;

export const flipSorts = ["newest", "oldest", "best", "worst"] as const;

export const flipFilter = {
  itemId: itemIdSchema.optional(),
  character: z.uuid().optional(),
  source: z.string().max(40).optional(),
  /** `unknown`: without a cost basis. Closed flips only. */
  result: z.enum(["profit", "loss", "unknown"]).optional(),
  from: timeField.optional().describe("sold (open: bought) at or after, epoch ms"),
  to: timeField.optional().describe("exclusive"),
};

export const getFlipsInput = z.strictObject({
  state: z.enum(["open", "closed"]).default("closed"),
  ...flipFilter,
  /** `best` and `worst` by profit: closed flips with a known one only. */
  sort: z.enum(flipSorts).default("newest"),
  cursor: z.string().max(200).optional(),
  limit: z.number().int().min(1).max(MAX_PAGE).default(50),
});
export type GetFlipsInput = z.infer<typeof getFlipsInput>;

/** Sums over all flips that match the filter. */
export const flipTotals = z.object({
  flips: z.number().int().describe("with a known profit; open: lots"),
  wins: z.number().int(),
  withoutCost: z.number().int().describe("flips without a cost basis"),
  cost: gp,
  gross: gp,
  tax: gp,
  profit: gp,
  unexplained: gp,
  roi: unknown(z.number()),
});
export type FlipTotals = z.infer<typeof flipTotals>;

/** `totals`: with the first page only, null on further ones. */
export const flipPage = z.object({
  flips: z.array(flip),
  nextCursor: z.string().nullable(),
  totals: flipTotals.nullable(),
});
export type FlipPage = z.infer<typeof flipPage>;

export const flipIdInput = z.strictObject({ id: z.string().min(36).max(80) });
export type FlipIdInput = z.infer<typeof flipIdInput>;

/** What a flip's numbers come from: the lots it took from, each with the share of its cost, and its own trades. */
export const flipExplanation = z.object({
  flip,
  lots: z
    .array(
      z.object({
        lotId: z.string().nullable(),
        itemId: itemIdSchema,
        boughtAt: unknown(z.number().int()),
        units: z.number().int(),
        cost: unknown(gp),
      }),
    )
    .nullable()
    .describe("null: the item has too many trades to find them while you wait"),
  legs: z.array(trade),
});
export type FlipExplanation = z.infer<typeof flipExplanation>;

/** A purchase and, where `sellPrice` is given, its sale. Prices are gp for one unit, times epoch ms. */
export const addFlipInput = z.strictObject({
  itemId: itemIdSchema,
  quantity: quantityField,
  buyPrice: coinsField,
  sellPrice: coinsField.optional(),
  boughtAt: timeField.optional(),
  soldAt: timeField.optional(),
  character: characterField.optional(),
  note: noteField.optional(),
});
export type AddFlipInput = z.infer<typeof addFlipInput>;

/** `flip`: the sale's, or the lot's while there is none. */
export const addedFlip = z.object({ flip, change: ledgerChange });
export type AddedFlip = z.infer<typeof addedFlip>;

/**
 * Changes the trades behind a flip. The purchase can be changed only where it was entered together with the sale; else
 * `conflict` says to edit the trade itself. `sellPrice` on an open flip sells `quantity` of it, all that is left unless said
 * otherwise; the purchase keeps its quantity.
 */
export const updateFlipInput = z.strictObject({
  id: z.string().min(36).max(80),
  quantity: quantityField.optional(),
  buyPrice: coinsField.optional(),
  sellPrice: coinsField.optional(),
  boughtAt: timeField.optional(),
  soldAt: timeField.optional(),
  note: noteField.nullable().optional(),
});
export type UpdateFlipInput = z.infer<typeof updateFlipInput>;

/** As `deleteFlipsInput`, of one flip. */
export const deleteFlipInput = z.strictObject({ id: z.string().min(36).max(80) });

/** Deletes the sale (open: the purchase); of a flip that was entered as one, both. */
export const deleteFlipsInput = z.strictObject({ ids: z.array(z.string().min(36).max(80)).min(1).max(500) });
export type DeleteFlipsInput = z.infer<typeof deleteFlipsInput>;

export const flipStatsInput = z.strictObject(flipFilter);
export type FlipStatsInput = z.infer<typeof flipStatsInput>;

export const flipStats = z.object({
  totals: flipTotals,
  best: flip.nullable(),
  worst: flip.nullable(),
  open: z.object({ lots: z.number().int(), cost: gp.describe("of lots of known cost") }),
  /** Flips with units that nobody held. */
  gaps: z.number().int(),
});
export type FlipStats = z.infer<typeof flipStats>;

export const profitSteps = ["hour", "day", "week", "month"] as const;
export const profitInput = z.strictObject({
  step: z.enum(profitSteps).default("day"),
  /** Days, weeks (from Monday) and months of this zone; absent: the trader's own, else UTC. */
  timeZone: timeZoneName.optional(),
  character: z.uuid().optional(),
  from: timeField.optional(),
  to: timeField.optional(),
});
export type ProfitInput = z.infer<typeof profitInput>;

/** Periods with flips only, oldest first. `before`: the profit of all that is older than `from`. */
export const profitSeries = z.object({
  timeZone: z.string(),
  before: gp,
  points: z.array(
    z.object({
      at: z.number().int().describe("start of the period, epoch ms"),
      flips: z.number().int(),
      wins: z.number().int(),
      profit: gp,
      cost: gp,
      gross: gp,
      tax: gp,
      unexplained: gp,
    }),
  ),
});
export type ProfitSeries = z.infer<typeof profitSeries>;
