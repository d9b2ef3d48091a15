import { QueryClient, environmentManager } from "@tanstack/react-query";

const GC_TIME_MS = 10 * 60_000;

/**
 * Keeps showing the last data while a failed request is retried. On the server nothing outlives its render: a timer for
 * unused data would hold the whole page in memory.
 */
export const makeQueryClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        gcTime: environmentManager.isServer() ? Infinity : GC_TIME_MS,
        retry: (failures, error) => failures < 3 && !isRefusal(error),
        retryDelay: (attempt) => Math.min(1000 * 2 ** attempt, 15_000),
        refetchOnWindowFocus: true,
      },
    },
  });

/** Whether the error has a 4xx status, which a retry would not change. */
function isRefusal(error: unknown): boolean {
  if (typeof error !== "object" || error === null || !("data" in error)) return false;
  const { data } = error as { data?: { httpStatus?: number } | null };
  const status = data?.httpStatus ?? 0;
  return status >= 400 && status < 500;
}
