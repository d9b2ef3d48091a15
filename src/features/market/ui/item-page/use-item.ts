"use client";
import type { ItemView } from "#features/market/contract.ts";
import { useMarketStatus } from "#features/market/ui/feed/use-status.ts";
import { trpc } from "#trpc/client.tsx";

const CATCH_UP_MS = 1_000;
/** While there is no item to show at all. */
const AGAIN_MS = 5_000;

/**
 * One item, kept up to date: asked again while the market's version is another than the shown one, as often as it
 * takes, for an answer out of a cache may be one tick behind. `initial` is what the page was rendered with, null
 * when the server could not read it.
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
