"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { ItemCatalogue, ItemChanges, ItemList } from "#features/market/contract.ts";
import { applyChanges } from "#features/market/rules/tick/changes.ts";
import type { StoredMarket } from "#features/market/rules/tick/changes.ts";
import { deriveItemColumns } from "#features/market/rules/tick/derive-item-columns.ts";
import { FROM_BROWSER, queryKeyOf, trpc } from "#trpc/client.tsx";

/** The list as `items.getAll` answers it, and what it was made of, for the next tick to change. */
type HeldList = ItemList & { stored: StoredMarket; catalogue: ItemCatalogue };

type Client = ReturnType<typeof trpc.useUtils>["client"];

const isMissing = (error: unknown): boolean =>
  error instanceof Error &&
  "data" in error &&
  (error.data as { httpStatus?: number } | null)?.httpStatus === 404;

type Answer = { changes: ItemChanges; catalogue: ItemCatalogue };

async function fetchAnswer(client: Client, held: HeldList | undefined, options: object): Promise<Answer> {
  const changes = await client.items.getChanges.query({ since: held?.stored.version ?? null }, options);
  const { catalogue: version } = changes;
  if (held?.catalogue.version === version) return { changes, catalogue: held.catalogue };
  return {
    changes,
    catalogue: await client.items.getCatalogue.query({ version }, { ...options, ...FROM_BROWSER }),
  };
}

/** The newest list: the held one with what has changed since, or a whole one. */
async function fetchList(client: Client, held: HeldList | undefined, signal: AbortSignal): Promise<HeldList> {
  // Only the whole answer is preloaded. The next tick brings it up to date, whatever its age.
  const options = held === undefined ? { ...FROM_BROWSER, signal } : { signal };
  const { changes, catalogue } = await fetchAnswer(client, held, options).catch((error: unknown) => {
    if (!isMissing(error)) throw error;
    // The catalogue has changed in between, or another server has answered: newer changes name a newer one.
    return fetchAnswer(client, held, { signal });
  });
  const stored = applyChanges(held?.stored ?? null, catalogue, changes);
  const columns = deriveItemColumns(stored.columns, changes.atMs);
  return { version: stored.version, columns, stored, catalogue };
}

/**
 * The list of all items. `refetch` brings only what has changed. It has the query key of `items.getAll`, whose answer it
 * equals, so that other features find it in the query cache by that procedure.
 */
export function useListQuery() {
  const { client } = trpc.useUtils();
  const queries = useQueryClient();
  const queryKey = queryKeyOf(trpc.items.getAll, undefined, "query");
  return useQuery({
    queryKey,
    queryFn: ({ signal }) => fetchList(client, queries.getQueryData<HeldList>(queryKey), signal),
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    // Comparing 100,000 values, most of which are the same, costs more than it saves.
    structuralSharing: false,
  });
}
