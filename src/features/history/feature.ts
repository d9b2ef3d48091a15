import type { Feature } from "#trpc/feature.ts";
import { historyAuditWords } from "./audit.ts";
import { historyJobs } from "./jobs.ts";
import { chartParamNames } from "./rules/chart/chart-options.ts";
import { getMarketStatus } from "./status/get-status.ts";

/** The price history; README.md beside this file says what lives in which folder. */
export const history: Feature = {
  name: "history",
  feedJobs: historyJobs,
  auditWords: historyAuditWords,
  sharedPages: [{ path: /^\/items\/\d{1,10}$/, params: Object.values(chartParamNames) }],
  healthChecks: {
    priceFeed: async (deps) => {
      const { state } = await getMarketStatus(deps);
      if (state !== "live") throw new Error(`prices are ${state}`);
      return "ok";
    },
  },
};
