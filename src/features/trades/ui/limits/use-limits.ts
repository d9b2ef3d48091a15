"use client";
import { useEffect } from "react";
import type { RunningLimits } from "#features/trades/limits/contract.ts";
import { trpc } from "#trpc/client.tsx";
import { readNow } from "#ui/format/now.tsx";

const AGAIN_MS = 60_000;
/** A server's clock may be behind, so that it would still call a window running that has just ended here. */
const GRACE_MS = 1_500;

/** The running windows of the trader's limits, of all items or of one; asked again each minute and when one ends. */
export function useLimits(itemId?: number) {
  const query = trpc.limits.get.useQuery(itemId === undefined ? {} : { itemId }, {
    staleTime: 0,
    refetchInterval: AGAIN_MS,
  });
  const { data, dataUpdatedAt, refetch } = query;
  const nextMs = data === undefined ? null : nextEnd(data, dataUpdatedAt);
  useEffect(() => {
    if (nextMs === null) return undefined;
    const timer = setTimeout(() => void refetch(), Math.max(0, nextMs - readNow()) + GRACE_MS);
    return () => clearTimeout(timer);
  }, [nextMs, refetch]);
  return query;
}

/** When the next window ends by the browser's clock, if that is before the query runs again anyway. */
function nextEnd({ at, limits }: RunningLimits, readMs: number): number | null {
  const [first] = limits;
  if (first === undefined) return null;
  const endMs = first.endsAt - at + readMs;
  return endMs - readMs > AGAIN_MS ? null : endMs;
}
