import { z } from "zod";
import { itemIdSchema } from "#features/market/contract.ts";

const gp = z.number().int();
const unknown = <T extends z.ZodType>(schema: T) => schema.nullable();

export const getPortfolioInput = z.strictObject({ itemId: itemIdSchema.optional() }).optional();
export type GetPortfolioInput = z.infer<typeof getPortfolioInput>;

/** What a character holds of one item. gp are for all units unless said otherwise; null is unknown, never 0. */
export const holding = z.object({
  itemId: itemIdSchema,
  name: z.string(),
  icon: z.string(),
  characterId: z.string(),
  character: z.string(),
  units: z.number().int(),
  knownUnits: z.number().int().describe("units among them whose cost is known"),
  lots: z.number().int().describe("purchases that they are left of; by average cost they are not kept apart"),
  cost: unknown(gp).describe("gp paid for the units of known cost; null: none of them has one"),
  unitCost: unknown(z.number()).describe("cost / knownUnits"),
  price: unknown(gp).describe("the latest high: what a seller of one unit gets before tax"),
  priceAt: unknown(z.number().int()).describe("when it was traded, epoch ms"),
  isPriceTrusted: z.boolean().describe("false: rules/quality.ts doubts the item's prices"),
  value: unknown(gp).describe("what all units would bring now, after tax and resale fee"),
  profit: unknown(gp).describe("what the units of known cost would earn"),
  roi: unknown(z.number()).describe("profit / cost, a fraction"),
  breakEven: unknown(gp).describe(
    "the lowest price of one unit that returns the cost after tax and resale fee",
  ),
  boughtAt: unknown(z.number().int()).describe("when they were bought, weighted by units, epoch ms"),
});
export type Holding = z.infer<typeof holding>;

/** Sums over holdings, with the count of those that a sum leaves out. Null: beyond 2^53 gp. */
export const portfolioTotals = z.object({
  cost: unknown(gp).describe("of all units of known cost"),
  value: unknown(gp).describe("of all units with a known price"),
  profit: unknown(gp).describe("of all units whose cost and price are known"),
  roi: unknown(z.number()).describe("profit / what these units cost"),
  withoutCost: z
    .number()
    .int()
    .describe("holdings with units of unknown cost: in value, not in cost and profit"),
  withoutPrice: z.number().int().describe("holdings without a price: in cost, not in value and profit"),
});
export type PortfolioTotals = z.infer<typeof portfolioTotals>;

/** What a character has in Grand Exchange buy offers: the trader enters it, since trades do not tell it. */
export const offerCoins = z.object({
  characterId: z.string(),
  character: z.string(),
  coins: unknown(gp),
  at: unknown(z.number().int()).describe("when it was entered, epoch ms"),
});
export type OfferCoins = z.infer<typeof offerCoins>;

/** Holdings by item name, then by character; offers by the age of the character. Other coins are not in it. */
export const portfolio = z.object({
  method: z.enum(["fifo", "average"]),
  holdings: z.array(holding),
  totals: portfolioTotals,
  offers: z.array(offerCoins).describe("one of each character; none where one item was asked for"),
  offerCoins: unknown(gp).describe("the sum of those that are known; null: none is, or beyond 2^53 gp"),
  worth: unknown(gp).describe(
    "totals.value and the coins in offers, of both what is known; null: beyond 2^53 gp",
  ),
});
export type Portfolio = z.infer<typeof portfolio>;
