import { z } from "zod";
import { defineEndpoint, keepUnlessEmpty } from "#features/api/rules/endpoint.ts";
import { historyDays } from "#features/history/rules/allowances.ts";
import { itemIdSchema } from "#features/market/contract.ts";
import { MAX_POINTS, timestepSchema } from "#features/history/contract.ts";
import type { Timestep } from "#features/history/contract.ts";
import { STEP_S } from "#features/history/rules/step.ts";

/** The maximum number of points upstream, and ours without `from`. */
export const WIKI_POINTS = 365;

const LAST_SECOND = 8_640_000_000;
const unixS = z.number().int().min(0).max(LAST_SECOND);
const price = z.number().int().nonnegative().nullable();
const units = z.number().int().nonnegative();

/** A price is null if and only if the volume of its side is 0. */
const sides = {
  avgHighPrice: price.describe("mean instant buy, coins"),
  highPriceVolume: units.describe("units bought instantly"),
  avgLowPrice: price.describe("mean instant sell, coins"),
  lowPriceVolume: units.describe("units sold instantly"),
};

const wikiBucket = z.object({
  data: z.record(z.string(), z.object(sides)).describe("by item id; an item that did not trade is absent"),
  timestamp: unixS.describe("start of the bucket, Unix seconds"),
});
export type WikiBucket = z.infer<typeof wikiBucket>;

const wikiSeries = z.object({
  data: z
    .array(
      z.object({
        timestamp: unixS.describe("start of the bucket, Unix seconds"),
        avgHighPrice: sides.avgHighPrice,
        avgLowPrice: sides.avgLowPrice,
        highPriceVolume: sides.highPriceVolume,
        lowPriceVolume: sides.lowPriceVolume,
      }),
    )
    .describe("oldest first; buckets without a trade are left out"),
  itemId: itemIdSchema,
});
export type WikiSeries = z.infer<typeof wikiSeries>;

const bucketQuery = (step: Timestep) =>
  z.object({
    timestamp: unixS
      .refine((atS) => atS % STEP_S[step] === 0, { error: `must be a multiple of ${STEP_S[step]}` })
      .optional()
      .describe(`start of an older bucket, Unix seconds, a multiple of ${STEP_S[step]}`),
  });
export type BucketQuery = { timestamp?: number | undefined };

const bucketEndpoint = (step: Timestep, length: string, example: number) =>
  defineEndpoint({
    path: step,
    summary: `Average prices and volumes of all items over ${length}`,
    description:
      "The newest complete bucket, or an older one by `timestamp`. A bucket of which nothing is held is empty. One of " +
      `more than ${historyDays.free} days ago takes an API key of a Pro user, and is refused with 403 else.`,
    query: bucketQuery(step),
    answer: wikiBucket,
    byPlan: (query) => query.timestamp !== undefined,
    // A bucket requested by its time is closed, and changes only by a late correction.
    keep: (query, answer) =>
      keepUnlessEmpty(
        answer,
        query.timestamp === undefined ? { freshS: 5, staleS: 30 } : { freshS: 60, staleS: 600 },
      ),
    example: {
      query: "",
      answer: {
        data: {
          "4151": { avgHighPrice: 1_716_210, highPriceVolume: 11, avgLowPrice: null, lowPriceVolume: 0 },
        },
        timestamp: example,
      },
    },
  });

export const bucketEndpoints = {
  "5m": bucketEndpoint("5m", "5 minutes", 1_790_000_100),
  "1h": bucketEndpoint("1h", "an hour", 1_789_999_200),
  "6h": bucketEndpoint("6h", "6 hours", 1_789_970_400),
  "24h": bucketEndpoint("24h", "a day (UTC)", 1_789_948_800),
} as const satisfies Record<Timestep, unknown>;

const volumesById = z.object({
  timestamp: unixS.describe("end of the 24 hours, Unix seconds"),
  data: z
    .record(z.string(), units.describe("units traded in the 24 hours, both sides"))
    .describe("by item id"),
});
export type VolumesById = z.infer<typeof volumesById>;

export const volumesEndpoint = defineEndpoint({
  path: "volumes",
  summary: "Units of every item traded in 24 hours",
  description:
    "Both sides together, over the 24 hours that end with the newest complete hour. An item that did not trade has 0; " +
    "one whose volume is not known is absent.",
  query: z.object({}),
  answer: volumesById,
  keep: (_, answer) => keepUnlessEmpty(answer, { freshS: 15, staleS: 60 }),
  example: { query: "", answer: { timestamp: 1_790_002_800, data: { "4151": 13_402 } } },
});

const seriesQuery = z
  .object({
    id: itemIdSchema.describe("the item"),
    timestep: timestepSchema.optional().describe("length of a bucket; needed, here or as `step`"),
    step: timestepSchema.optional().describe("another word for `timestep`"),
    from: unixS.optional().describe(`Unix seconds; lifts the limit of ${WIKI_POINTS} points`),
    to: unixS.optional().describe("Unix seconds, excluded; now unless given"),
  })
  .refine((query) => query.timestep !== undefined || query.step !== undefined, {
    error: "is needed: one of 5m, 1h, 6h, 24h",
    path: ["timestep"],
  })
  .refine((query) => query.step === undefined || (query.timestep ?? query.step) === query.step, {
    error: "differs from timestep: give one of them",
    path: ["step"],
  })
  .refine((query) => query.from === undefined || query.to === undefined || query.from < query.to, {
    error: "must be before to",
    path: ["from"],
  });
export type SeriesQuery = z.infer<typeof seriesQuery>;

export const seriesEndpoint = defineEndpoint({
  path: "timeseries",
  summary: "The course of one item",
  description:
    `The newest ${WIKI_POINTS} points, as upstream answers; where some of the last ${WIKI_POINTS} buckets had no trade, ` +
    `from further back, over at most ${MAX_POINTS - 1} buckets. With \`from\`, every point from there up to \`to\`, over ` +
    `at most ${MAX_POINTS} buckets in one answer; with \`to\` alone, the newest ${WIKI_POINTS} before it. All of it ` +
    `reaches back ${historyDays.free} days, and older points are left out; with an API key of a Pro user, as far as ` +
    "the records do, 5-minute buckets included.",
  query: seriesQuery,
  answer: wikiSeries,
  byPlan: () => true,
  keep: (_, answer) => keepUnlessEmpty(answer, { freshS: 15, staleS: 120 }),
  example: {
    query: "id=4151&timestep=1h",
    answer: {
      data: [
        {
          timestamp: 1_789_999_200,
          avgHighPrice: 1_714_900,
          avgLowPrice: 1_681_350,
          highPriceVolume: 212,
          lowPriceVolume: 187,
        },
      ],
      itemId: 4151,
    },
  },
});
