import { z } from "zod";
import { itemIdSchema } from "#features/market/contract.ts";
import { MAX_PROFIT_ITEMS } from "#features/trades/rules/trade-limits.ts";
import { timeField } from "#features/trades/entry/contract.ts";
import { timeZoneName } from "#features/trades/characters/contract.ts";

const gp = z.number().int();
const unknown = <T extends z.ZodType>(schema: T) => schema.nullable();
const count = z.number().int().nonnegative();

/** Sums of sales and paid conversions. Null: beyond 2^53 gp. */
const sums = {
  flips: count.describe("with a known profit"),
  wins: count.describe("with a profit above 0"),
  withoutCost: count.describe("without a cost basis: in gross and tax, not in profit"),
  unexplained: unknown(gp).describe("gp received for units without a cost basis: neither profit nor loss"),
  profit: unknown(gp),
  cost: unknown(gp).describe("of the units of known cost that were sold"),
  gross: unknown(gp).describe("gp received before tax"),
  tax: unknown(gp),
};
export const profitSums = z.object(sums);
export type ProfitSums = z.infer<typeof profitSums>;

const filter = {
  character: z.uuid().optional(),
  from: timeField.optional().describe("epoch ms, inclusive; whole hours count"),
  to: timeField.optional().describe("exclusive"),
};

export const getSummaryInput = z.strictObject({ ...filter, timeZone: timeZoneName.optional() });
export type GetSummaryInput = z.infer<typeof getSummaryInput>;

/**
 * `before`: the period of the same length just before `from`; null without `from`. `byCharacter`: the one with the
 * largest profit first. `byHour`: hours of the week in `timeZone` that have flips, `weekday` 0 is Monday.
 */
export const profitSummary = z.object({
  timeZone: z.string(),
  now: profitSums,
  before: unknown(profitSums),
  byCharacter: z.array(z.object({ characterId: z.string(), character: z.string(), ...sums })),
  byHour: z.array(
    z.object({
      weekday: z.number().int().min(0).max(6),
      hour: z.number().int().min(0).max(23),
      flips: count,
      profit: unknown(gp),
    }),
  ),
});
export type ProfitSummary = z.infer<typeof profitSummary>;

export const getProfitByItemInput = z.strictObject({
  ...filter,
  order: z.enum(["best", "worst"]).default("best"),
  limit: z.number().int().min(1).max(MAX_PROFIT_ITEMS).default(50),
});
export type GetProfitByItemInput = z.infer<typeof getProfitByItemInput>;

/** `total`: items with sales in the period, of which `items` are the first. */
export const profitByItem = z.object({
  total: count,
  items: z.array(
    z.object({
      itemId: itemIdSchema,
      name: z.string(),
      icon: z.string(),
      units: unknown(z.number().int()).describe("units sold"),
      roi: unknown(z.number()).describe("profit / cost, a fraction"),
      ...sums,
    }),
  ),
});
export type ProfitByItem = z.infer<typeof profitByItem>;
