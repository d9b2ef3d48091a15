import { newestBuckets } from "#features/history/read/find-newest.ts";
import type { Volumes } from "#features/history/contract.ts";
import { loadMarket } from "#features/market/list/load-market.ts";

/** Returns the units of all items traded in the last hour and day, by side, in the order of `items.getAll`. */
export async function getVolumes(deps: Parameters<typeof loadMarket>[0]): Promise<Volumes> {
  const [market, newest] = await Promise.all([
    loadMarket(deps),
    deps.cache({
      key: "history:newest",
      local: true,
      freshMs: 5_000,
      staleMs: 60_000,
      load: () => newestBuckets(deps.db),
    }),
  ]);
  const { highVolume1h, lowVolume1h, highVolume24h, lowVolume24h } = market.details;
  return {
    version: market.version,
    oneHourAt: newest.get("1h") ?? null,
    columns: { id: market.columns.id, highVolume1h, lowVolume1h, highVolume24h, lowVolume24h },
  };
}
