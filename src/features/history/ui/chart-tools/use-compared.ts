"use client";
import { trpc } from "#trpc/client.tsx";
import type { PriceHistory, Timestep } from "#features/history/contract.ts";

/** A compared item and its loading state. */
export type Compared = {
  id: number;
  name: string;
  history: PriceHistory | null;
  problem: boolean;
  retry: () => void;
};

/** Loads the compared items and their histories of a step in [from, to), epoch ms; up to now without `to`. */
export function useCompared(
  ids: readonly number[],
  timestep: Timestep,
  span: { from: number; to?: number },
): Compared[] {
  const histories = trpc.useQueries((items) =>
    ids.map((itemId) =>
      items.items.getPriceHistory({ itemId, timestep, ...span }, { networkMode: "always" }),
    ),
  );
  const views = trpc.useQueries((items) =>
    ids.map((id) => items.items.get({ id }, { networkMode: "always", staleTime: Infinity })),
  );
  return ids.map((id, index) => {
    const history = histories[index];
    const view = views[index];
    return {
      id,
      name: view?.data?.name ?? `Item ${id}`,
      history: history?.data ?? null,
      problem: (history?.isError ?? false) || (view?.isError ?? false),
      retry: () => {
        void history?.refetch();
        void view?.refetch();
      },
    };
  });
}
