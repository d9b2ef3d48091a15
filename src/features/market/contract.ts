import { z } from "zod";
import { catalogueFields, tickFields } from "./rules/tick/fields.ts";
import type { TickField } from "./rules/tick/fields.ts";

/** Prices and amounts are whole coins (gp), times epoch ms; `null` always means "unknown", never zero. */
const gp = z.number().int();
const known = <T extends z.ZodType>(schema: T) => schema.nullable();
const epochMs = z.number().int().nonnegative();

export const itemIdSchema = z.number().int().min(0).max(2_147_483_647);

/** Why a row's prices may be misleading; `rules/quality.ts` has the rule of each. */
export const qualityFlags = [
  "incomplete",
  "stale",
  "inverted",
  "thin",
  "odd",
  "unconfirmed",
  "steep",
] as const;
export const qualityFlag = z.enum(qualityFlags);
export type QualityFlag = z.infer<typeof qualityFlag>;

/** One item of the market, as one row. `items.getAll` answers the same fields as columns. */
const fields = {
  id: itemIdSchema,
  name: z.string(),
  members: known(z.boolean()),
  limit: known(gp).describe("units one account may buy in a 4-hour window"),
  value: known(gp),
  highalch: known(gp),
  lowalch: known(gp),
  icon: z.string(),
  high: known(gp).describe("last instant buy: what a seller gets"),
  highTime: known(epochMs),
  low: known(gp).describe("last instant sell: what a buyer pays"),
  lowTime: known(epochMs),
  tax: known(gp).describe("paid by the seller of one unit at high"),
  resaleFee: known(gp).describe("what selling on one bought unit costs besides the tax: 0 but for the bond"),
  margin: known(gp).describe("high - tax - low - resaleFee, for one unit"),
  roi: known(z.number()).describe("margin / low, a fraction"),
  breakEven: known(gp).describe("the lowest sell price that returns low after tax and resaleFee"),
  avgHigh5m: known(gp),
  avgLow5m: known(gp),
  avgHigh1h: known(gp),
  avgLow1h: known(gp),
  volume1h: known(gp).describe("units traded on both sides in the last complete hour"),
  volume24h: known(gp).describe("units traded on both sides in the last 24 complete hours"),
  slowVolume24h: known(gp).describe("units traded in the same 24 hours on the side that traded less"),
  highVolume24h: known(gp).describe(
    "units bought instantly in the same 24 hours; the rest of volume24h was sold instantly",
  ),
  usualHigh: known(gp).describe(
    "units bought instantly in this hour of the week, median of the last 4 weeks",
  ),
  usualLow: known(gp).describe("units sold instantly in this hour of the week, median of the last 4 weeks"),
  change24h: known(z.number()).describe("mid price against 24 h before, a fraction"),
  sparkline: known(z.string()).describe("24 hourly mid prices, see sparkline.ts"),
  quality: z.array(qualityFlag),
} as const;

export const itemRow = z.object(fields);
export type ItemRow = z.infer<typeof itemRow>;
export type ItemField = keyof typeof fields;
export const itemFields = Object.keys(fields) as readonly ItemField[];

/** The same fields as parallel arrays: index n of each column is one item. Half the bytes of rows. */
export const itemColumns = z.object({
  id: z.array(fields.id),
  name: z.array(fields.name),
  members: z.array(fields.members),
  limit: z.array(fields.limit),
  value: z.array(fields.value),
  highalch: z.array(fields.highalch),
  lowalch: z.array(fields.lowalch),
  icon: z.array(fields.icon),
  high: z.array(fields.high),
  highTime: z.array(fields.highTime),
  low: z.array(fields.low),
  lowTime: z.array(fields.lowTime),
  tax: z.array(fields.tax),
  resaleFee: z.array(fields.resaleFee),
  margin: z.array(fields.margin),
  roi: z.array(fields.roi),
  breakEven: z.array(fields.breakEven),
  avgHigh5m: z.array(fields.avgHigh5m),
  avgLow5m: z.array(fields.avgLow5m),
  avgHigh1h: z.array(fields.avgHigh1h),
  avgLow1h: z.array(fields.avgLow1h),
  volume1h: z.array(fields.volume1h),
  volume24h: z.array(fields.volume24h),
  slowVolume24h: z.array(fields.slowVolume24h),
  highVolume24h: z.array(fields.highVolume24h),
  usualHigh: z.array(fields.usualHigh),
  usualLow: z.array(fields.usualLow),
  change24h: z.array(fields.change24h),
  sparkline: z.array(fields.sparkline),
  quality: z.array(fields.quality),
});
export type ItemColumns = z.infer<typeof itemColumns>;

const pickMask = <F extends ItemField>(names: readonly F[]): Record<F, true> =>
  // One entry a name.
  Object.fromEntries(names.map((name) => [name, true])) as Record<F, true>;
export const catalogueColumns = itemColumns.pick(pickMask(catalogueFields));
export type CatalogueColumns = z.infer<typeof catalogueColumns>;
export const tickColumns = itemColumns.pick(pickMask(tickFields));
export type TickColumns = z.infer<typeof tickColumns>;

/**
 * The market version that a view shows. It grows with each change of a shown value. No two states have the same, and
 * only a restored database has one that is lower than before.
 */
export const marketVersion = z.number().int().nonnegative();

export const itemList = z.object({ version: marketVersion, columns: itemColumns });
export type ItemList = z.infer<typeof itemList>;

/** Names the state of the catalogue's columns: their hash. */
export const catalogueVersion = z.string().regex(/^[\w-]{1,64}$/);

export const getCatalogueInput = z.strictObject({ version: catalogueVersion });
export type GetCatalogueInput = z.infer<typeof getCatalogueInput>;
export const itemCatalogue = z.object({ version: catalogueVersion, columns: catalogueColumns });
export type ItemCatalogue = z.infer<typeof itemCatalogue>;

export const getChangesInput = z.strictObject({
  since: marketVersion.nullable().describe("the version that the caller holds; null for none"),
});
export type GetChangesInput = z.infer<typeof getChangesInput>;

type ChangeOf<F extends TickField> = z.ZodObject<{
  steps: z.ZodArray<z.ZodNumber>;
  values: (typeof itemColumns.shape)[F];
}>;
const changeOf = (field: TickField) =>
  z.object({
    steps: z.array(z.number().int().positive()).describe("from row to row: the first counts from row -1"),
    values: itemColumns.shape[field],
  });
const changedColumns = z
  .object(
    // One entry a field, each with the values of its own column.
    Object.fromEntries(tickFields.map((field) => [field, changeOf(field)])) as unknown as {
      [F in TickField]: ChangeOf<F>;
    },
  )
  .partial();
export type ChangedColumns = z.infer<typeof changedColumns>;

const changesHead = {
  version: marketVersion,
  atMs: epochMs.describe("when it was read: what is derived is as of then"),
  catalogue: catalogueVersion.describe("whose rows these are"),
};
/** The tick's columns as they are at `version`: whole, or only what differs from the state at `since`. */
export const itemChanges = z.union([
  z.object({ ...changesHead, since: z.null(), columns: tickColumns }),
  z.object({ ...changesHead, since: marketVersion, changed: changedColumns }),
]);
export type ItemChanges = z.infer<typeof itemChanges>;

export const getItemInput = z.strictObject({ id: itemIdSchema });
export type GetItemInput = z.infer<typeof getItemInput>;

export const itemLink = z.object({ id: itemIdSchema, name: z.string(), icon: z.string() });
export type ItemLink = z.infer<typeof itemLink>;

export const itemView = itemRow.extend({
  version: marketVersion,
  listed: z.boolean().describe("false: the feed no longer lists the item, and its prices may be old"),
  examine: z.string(),
  taxExempt: z.boolean(),
  alchProfit: known(gp).describe("high alch value - low - nature rune - 5 fire runes"),
  alchRuneCost: known(gp).describe("nature rune + 5 fire runes, at their low"),
  highVolume1h: known(gp),
  lowVolume1h: known(gp),
  related: z.array(itemLink).describe("its set or parts, then its variants, at most 12"),
});
export type ItemView = z.infer<typeof itemView>;

const trade = z.object({ at: epochMs, price: gp });
export const recentTrades = z.object({
  high: z.array(trade).describe("the last instant buys that the feed reported, newest first, at most 20"),
  low: z.array(trade).describe("the last instant sells, likewise"),
});
export type RecentTrades = z.infer<typeof recentTrades>;

export const searchItemsInput = z.strictObject({
  query: z.string().trim().min(1).max(100),
  limit: z.number().int().min(1).max(50).default(10),
});
export type SearchItemsInput = z.infer<typeof searchItemsInput>;

export const itemHit = itemRow.pick({
  id: true,
  name: true,
  icon: true,
  members: true,
  high: true,
  low: true,
  margin: true,
  quality: true,
});
export const searchResult = z.object({ version: marketVersion, hits: z.array(itemHit) });
export type SearchResult = z.infer<typeof searchResult>;
