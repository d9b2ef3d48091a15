import type { Feature } from "#trpc/feature.ts";
import { marketJobs } from "./jobs.ts";
import { currentVersion } from "./list/load-market.ts";

/**
 * Items, latest prices, margins. `rules/` tax, margin, quality, alchemy; `rules/list/` columns, presets, search ·
 * `ingest/` storing the feed's /mapping and /latest and the day's figures · `list/` reading the market · `ui/` pages.
 */
export const market: Feature = {
  name: "market",
  feedJobs: marketJobs,
  cacheStamps: { market: async (deps) => String(await currentVersion(deps)) },
};
