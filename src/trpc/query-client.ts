import { QueryClient, environmentManager } from "@tanstack/react-query";
import type { Query } from "@tanstack/react-query";
import { statusOf, waitOf } from "./links/refusal.ts";

const GC_TIME_MS = 10 * 60_000;
const AGAIN_MS = 10_000;
const LIMITED_S = 60;

/** When to ask again after a query has failed, ms; false if only its reader can change the outcome. */
export function pauseAfter(error: unknown): number | false {
  const status = statusOf(error);
  const waitS = waitOf(error) ?? (status === 429 ? LIMITED_S : null);
  if (waitS !== null) return Math.max(AGAIN_MS, waitS * 1_000);
  return status !== null && status >= 400 && status < 500 ? false : AGAIN_MS;
}

const whileFailed = ({ state }: Pick<Query, "state">): number | false =>
  state.status === "error" ? pauseAfter(state.error) : false;

/**
 * Keeps showing the last data while a failed query is asked again, and keeps asking behind the words that say so. Queries
 * also run while the browser says that it is offline: they fail at once, and the page says why. On the server nothing
 * outlives its render: a timer for unused data would hold the whole page in memory.
 */
export const makeQueryClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        gcTime: environmentManager.isServer() ? Infinity : GC_TIME_MS,
        // `retryLink` has asked again before a query counts as failed.
        retry: false,
        refetchInterval: whileFailed,
        refetchOnWindowFocus: true,
        refetchOnReconnect: true,
        networkMode: "always",
      },
      mutations: { networkMode: "always" },
    },
  });
