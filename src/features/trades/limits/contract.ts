import { z } from "zod";
import { itemIdSchema } from "#features/market/contract.ts";

const units = z.number().int().nonnegative();
const epochMs = z.number().int();

export const getLimitsInput = z.strictObject({ itemId: itemIdSchema.optional() });
export type GetLimitsInput = z.infer<typeof getLimitsInput>;

/** The window of a buy limit that runs now, of one item and one character. */
export const runningLimit = z.object({
  characterId: z.string(),
  character: z.string(),
  itemId: itemIdSchema,
  name: z.string(),
  icon: z.string(),
  limit: units.nullable().describe("units that one window lets through; null: unknown"),
  bought: units.describe("units bought in the window"),
  left: units.nullable().describe("units that may still be bought in it; null: the limit is unknown"),
  openedAt: epochMs.describe("when the first unit was bought"),
  endsAt: epochMs.describe("when the limit is whole again"),
});

/** The window that ends next is first. An item without a row has its whole limit. `characters`: how many there are. */
export const runningLimits = z.object({
  at: epochMs.describe("the server's time"),
  characters: z.number().int(),
  limits: z.array(runningLimit),
});
export type RunningLimits = z.infer<typeof runningLimits>;
