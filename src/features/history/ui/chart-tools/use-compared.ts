"use client";
import { rangeOf } from "#features/history/rules/chart/range.ts";
import type { ChartRange } from "#features/history/rules/chart/range.ts";
import { trpc } from "#trpc/client.tsx";
import type { PriceHistory } from "#features/history/contract.ts";

/** A compared item and its loading state. */
export type Compared = {
  id: number;
  name: string;
  history: PriceHistory | null;
  problem: boolean;
  retry: () => void;
};

/** Loads the compared items and their histories since `from` (epoch ms). */
export function useCompared(ids: readonly number[], range: ChartRange, from: number): Compared[] {
  const { timestep } = rangeOf[range];
  const histories = trpc.useQueries((items) =>
    ids.map((itemId) => items.items.getPriceHistory({ itemId, timestep, from }, { networkMode: "always" })),
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
