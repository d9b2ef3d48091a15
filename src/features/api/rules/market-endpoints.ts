import { z } from "zod";
import { defineEndpoint, keepUnlessEmpty } from "#features/api/rules/endpoint.ts";
import { itemIdSchema } from "#features/market/contract.ts";

/** The wiki's own shapes (docs/market-rules.md, section 1): whole coins, Unix seconds. */
const gp = z.number().int().nonnegative();
const unixS = z.number().int().nonnegative();

/** A value that the feed does not have is an absent key, never null. */
const mappedItem = z.object({
  examine: z.string().describe("what examining it says"),
  id: itemIdSchema.describe("item id, as in every other endpoint"),
  members: z.boolean().describe("whether only members may trade it"),
  lowalch: gp.optional().describe("coins from low alchemy"),
  limit: gp.optional().describe("units one account may buy in 4 hours"),
  value: gp.optional().describe("the game's own value, coins"),
  highalch: gp.optional().describe("coins from high alchemy"),
  icon: z.string().describe("file name of the icon on the wiki"),
  name: z.string().describe("name in the game"),
});
export type MappedItem = z.infer<typeof mappedItem>;

const latestPrice = z.object({
  high: gp.nullable().describe("last instant buy, coins"),
  highTime: unixS.nullable().describe("when, Unix seconds"),
  low: gp.nullable().describe("last instant sell, coins"),
  lowTime: unixS.nullable().describe("when, Unix seconds"),
});

const latestPricesById = z.object({
  data: z.record(z.string(), latestPrice).describe("by item id"),
});
export type LatestPricesById = z.infer<typeof latestPricesById>;

export const mappingEndpoint = defineEndpoint({
  path: "mapping",
  summary: "Every item: name, examine text, buy limit, alchemy values",
  description: "A bare array in the order of names. What is not known of an item is left out.",
  query: z.object({}),
  answer: z.array(mappedItem),
  keep: (_, items) => (items.length === 0 ? null : { freshS: 60, staleS: 600 }),
  example: {
    query: "",
    answer: [
      {
        examine: "A weapon from the abyss.",
        id: 4151,
        members: true,
        lowalch: 48_000,
        limit: 70,
        value: 120_001,
        highalch: 72_000,
        icon: "Abyssal whip.png",
        name: "Abyssal whip",
      },
    ],
  },
});

export const latestEndpoint = defineEndpoint({
  path: "latest",
  summary: "The last instant buy and sell of every item",
  description: "One trade each, with its time. A side that was never seen is null. `id` asks for one item.",
  query: z.object({ id: itemIdSchema.optional().describe("one item only") }),
  answer: latestPricesById,
  keep: (_, answer) => keepUnlessEmpty(answer, { freshS: 5, staleS: 10 }),
  example: {
    query: "id=4151",
    answer: {
      data: { "4151": { high: 1_716_616, highTime: 1_790_000_042, low: 1_683_001, lowTime: 1_790_000_017 } },
    },
  },
});

export type LatestQuery = z.infer<typeof latestEndpoint.query>;
