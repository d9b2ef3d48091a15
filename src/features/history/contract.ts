import { z } from "zod";
import { gateDetail } from "#features/billing/contract.ts";
import { itemIdSchema, marketVersion } from "#features/market/contract.ts";

const count = z.number().int().nonnegative();
const price = count.nullable();
const epochMs = count;

export const timesteps = ["5m", "1h", "6h", "24h"] as const;
export const timestepSchema = z.enum(timesteps);
export type Timestep = z.infer<typeof timestepSchema>;

/** The most points of one answer, about a month of 5m buckets. */
export const MAX_POINTS = 10_000;

/** The most items one chart compares, the one it belongs to included. */
export const MAX_COMPARED = 4;

const itemId = z.number().int().min(0).max(2_147_483_647);
const range = {
  timestep: timestepSchema,
  from: epochMs.max(8_640_000_000_000).optional(),
  to: epochMs.max(8_640_000_000_000).optional(),
};
const isForward = (input: { from?: number | undefined; to?: number | undefined }): boolean =>
  input.from === undefined || input.to === undefined || input.from < input.to;
const backward = { error: "from must be before to", path: ["from"] };

export const getPriceHistoryInput = z
  .strictObject({
    itemId,
    ...range,
    /** The most buckets to return: they are lengthened if needed. The range then starts at the oldest stored bucket. */
    maxPoints: z.number().int().min(10).max(1_000).optional(),
  })
  .refine(isForward, backward);
export type GetPriceHistoryInput = z.infer<typeof getPriceHistoryInput>;

/**
 * Buckets in time order as parallel arrays. `at`: the bucket's start (epoch ms). A bucket without trades is absent. A
 * price is null exactly when its side's volume is 0.
 */
export const priceHistory = z.object({
  itemId: z.number().int(),
  /** The step that was read. */
  timestep: timestepSchema,
  /** The length of a bucket in seconds: that of `timestep`, or longer because of `maxPoints`. */
  stepS: z.number().int().positive(),
  from: epochMs,
  to: epochMs,
  /** Intervals [from, to) whose buckets are missing or quarantined, so that trades in them are unknown. */
  gaps: z.array(z.tuple([epochMs, epochMs])),
  columns: z.object({
    at: z.array(epochMs),
    avgHigh: z.array(price),
    avgLow: z.array(price),
    highVolume: z.array(count),
    lowVolume: z.array(count),
  }),
  /** The plan limit that cut the start of the range, and the plan that lifts it; null if nothing was cut. */
  gate: gateDetail.nullable(),
});
export type PriceHistory = z.infer<typeof priceHistory>;

export const exportHistoryInput = z
  .strictObject({ itemIds: z.array(itemId).min(1).max(MAX_COMPARED), ...range })
  .refine(isForward, backward);
export type ExportHistoryInput = z.infer<typeof exportHistoryInput>;

/** A file to download; `csv` in the format of RFC 4180. */
export const exportedHistory = z.object({ fileName: z.string(), csv: z.string() });
export type ExportedHistory = z.infer<typeof exportedHistory>;

export const gameUpdateKinds = ["tax", "game"] as const;

/** A change of the game that may affect prices. `at`: epoch ms. `url`: the official announcement. */
export const gameUpdate = z.object({
  id: z.number().int().positive(),
  at: epochMs,
  kind: z.enum(gameUpdateKinds),
  title: z.string(),
  url: z.string().nullable(),
});
export type GameUpdate = z.infer<typeof gameUpdate>;

/** Game updates, oldest first. */
export const gameUpdates = z.object({ updates: z.array(gameUpdate) });
export type GameUpdates = z.infer<typeof gameUpdates>;

const gameUpdateId = z.number().int().min(1).max(2_147_483_647);

/** Creates an update without `id`, changes the one with `id` otherwise. */
export const saveUpdateInput = z.strictObject({
  id: gameUpdateId.optional(),
  at: z
    .number("Say when it came")
    .int()
    .min(0, "The game is not that old")
    .max(8_640_000_000_000, "That is too far in the future"),
  kind: z.enum(gameUpdateKinds),
  title: z.string().trim().min(1, "Say in a few words what came").max(120, "Use at most 120 characters"),
  url: z
    .url({ protocol: /^https$/, error: "Write an address that begins with https://" })
    .max(300, "Use at most 300 characters")
    .nullable(),
});
export type SaveUpdateInput = z.infer<typeof saveUpdateInput>;

export const deleteUpdateInput = z.strictObject({ id: gameUpdateId });
export type DeleteUpdateInput = z.infer<typeof deleteUpdateInput>;

/** Units traded by side, of all items, as parallel arrays. Null while no bucket of that length is stored. */
export const volumes = z.object({
  version: marketVersion,
  oneHourAt: epochMs.nullable(),
  columns: z.object({
    id: z.array(itemIdSchema),
    highVolume1h: z.array(count.nullable()),
    lowVolume1h: z.array(count.nullable()),
    highVolume24h: z.array(count.nullable()),
    lowVolume24h: z.array(count.nullable()),
  }),
});
export type Volumes = z.infer<typeof volumes>;
