import type { Feature } from "#trpc/feature.ts";
import { marketJobs } from "./jobs.ts";
import { viewParamNames } from "./rules/list/view.ts";
import { knownSince } from "./list/list-changes.ts";
import { currentVersion } from "./list/load-market.ts";
import { viewsLifecycle } from "./views/views-lifecycle.ts";
import { watchlistsLifecycle } from "./watchlists/watchlists-lifecycle.ts";
import { readMarketAge } from "./list/read-market-age.ts";

/**
 * Items, latest prices, margins. `rules/` tax, margin, quality, alchemy; `rules/list/` columns, presets, search ·
 * `rules/tick/` what a tick changes · `rules/related/` which items belong together ·
 * `ingest/` storing the feed's /mapping and /latest, the last trades, the day's figures, the hour's usual volumes ·
 * `list/` reading the market ·
 * `views/` the views of the list that users keep · `watchlists/` the items that they watch · `ui/` pages.
 */
export const market: Feature = {
  name: "market",
  account: {
    exportOf: async (tx, userId) => ({
      ...(await viewsLifecycle.exportOf(tx, userId)),
      ...(await watchlistsLifecycle.exportOf(tx, userId)),
    }),
    onDelete: async (deps, account) => {
      await viewsLifecycle.onDelete(deps, account);
      await watchlistsLifecycle.onDelete(deps, account);
    },
  },
  feedJobs: marketJobs,
  sharedPages: [
    { path: /^\/$/, params: Object.values(viewParamNames) },
    { path: /^\/items\/\d{1,10}$/, params: [] },
    { path: /^\/watchlists$/, params: [] },
    { path: /^\/offline$/, params: [] },
  ],
  metrics: [
    {
      name: "ge_market_age_seconds",
      help: "How long ago the newest market version was stored",
      read: readMarketAge,
    },
  ],
  cacheInputs: { marketSince: knownSince },
  cacheStamps: { market: async (deps) => String(await currentVersion(deps)) },
};
