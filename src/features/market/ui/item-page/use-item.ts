"use client";
import type { ItemView } from "#features/market/contract.ts";
import { useMarketStatus } from "#features/market/ui/feed/use-status.ts";
import { trpc } from "#trpc/client.tsx";

const CATCH_UP_MS = 1_000;
/** The polling interval while there is no item to show. */
const AGAIN_MS = 5_000;

/**
 * One item, kept up to date. Polls while its version differs from the market's, because a cached answer may be one tick
 * behind. `initial`: the item as rendered by the server, null if it could not be read.
 */
export function useItem(id: number, initial: ItemView | null) {
  const { data: status } = useMarketStatus();
  return trpc.items.get.useQuery(
    { id },
    {
      networkMode: "always",
      refetchInterval: ({ state: { data, error } }) => {
        if (data === undefined) return error === null || error.data?.httpStatus === 404 ? false : AGAIN_MS;
        return status !== undefined && status.version !== data.version ? CATCH_UP_MS : false;
      },
      ...(initial === null ? {} : { initialData: initial }),
    },
  );
}
