import { z } from "zod";
import { itemIdSchema } from "#features/market/contract.ts";

const gp = z.number().int();
const epochMs = z.number().int();

/** Gaps in one answer; what is repaired or dismissed makes room for the next. */
export const MAX_GAPS = 50;

/** `proposal`: what would fill the gap. `price` is gp for one unit at that time; null where history does not know it. */
const shared = {
  id: z.string().describe("buy:<flip id> or sell:<lot id>"),
  itemId: itemIdSchema,
  characterId: z.string(),
  units: z.number().int(),
  proposal: z.object({ at: epochMs, price: gp.nullable() }),
};

export const gap = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("buy").describe("units left that nobody had bought"),
    ...shared,
    left: z.enum(["sell", "withdrawal", "transfer"]),
    leftAt: epochMs,
    quantity: z.number().int().describe("units that left, the missing ones among them"),
    gross: gp.describe("gp received for all of them"),
  }),
  z.object({
    kind: z.literal("sell").describe("units are still held long after the trader usually sells"),
    ...shared,
    boughtAt: epochMs,
    cost: gp.nullable().describe("of the units; null: unknown"),
    usualMs: z.number().nullable().describe("how long the trader usually holds goods"),
    tradedAt: epochMs.describe("when as many units of the item were traded later"),
  }),
]);
export type Gap = z.infer<typeof gap>;
export type BuyGap = Extract<Gap, { kind: "buy" }>;
export type SellGap = Extract<Gap, { kind: "sell" }>;

export const listGapsInput = z.strictObject({ limit: z.number().int().min(1).max(MAX_GAPS).default(20) });
export type ListGapsInput = z.infer<typeof listGapsInput>;

/** Missing purchases, then missing sales, each newest first. */
export const gapList = z.object({
  gaps: z.array(gap),
  total: z.number().int().describe("with those that are not shown; at most 1,000 of each kind are counted"),
});
export type GapList = z.infer<typeof gapList>;

export const gapIdInput = z.strictObject({ id: z.string().max(100) });
export type GapIdInput = z.infer<typeof gapIdInput>;
