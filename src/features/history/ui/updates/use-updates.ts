"use client";
import type { GameUpdate, SaveUpdateInput } from "#features/history/contract.ts";
import { trpc } from "#trpc/client.tsx";

/** The game updates, newest first, and the mutations on them. */
export function useUpdates() {
  const utils = trpc.useUtils();
  const query = trpc.items.getUpdatesToEdit.useQuery(undefined, { staleTime: 0 });
  const put = (change: (updates: readonly GameUpdate[]) => GameUpdate[]) => {
    const next = change(utils.items.getUpdatesToEdit.getData()?.updates ?? []);
    const updates = next.toSorted((a, b) => a.at - b.at || a.id - b.id);
    utils.items.getUpdatesToEdit.setData(undefined, { updates });
    // Also updates the admin's own charts, which would otherwise wait for the caches.
    utils.items.getUpdates.setData(undefined, { updates });
  };
  const save = trpc.items.saveUpdate.useMutation({
    onSuccess: (saved) => put((updates) => [...updates.filter(({ id }) => id !== saved.id), saved]),
  });
  const remove = trpc.items.deleteUpdate.useMutation({
    onSuccess: (gone) => put((updates) => updates.filter(({ id }) => id !== gone.id)),
  });
  return {
    query,
    updates: query.data?.updates.toReversed() ?? null,
    save: (input: SaveUpdateInput) => save.mutateAsync(input),
    remove,
  };
}
