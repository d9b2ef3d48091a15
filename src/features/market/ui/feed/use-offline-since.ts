"use client";
import { useStoredAt } from "#trpc/client.tsx";
import { useRenderedAt } from "#ui/format/now.tsx";
import { useMarketStatus } from "./use-status.ts";

/** The time of the prices on a page that cannot reach the server, epoch ms; null while it can. */
export function useOfflineSince(): number | null {
  const { isError, dataUpdatedAt } = useMarketStatus();
  const storedAtMs = useStoredAt();
  const renderedAtMs = useRenderedAt();
  if (!isError) return null;
  return dataUpdatedAt === 0 ? (storedAtMs ?? renderedAtMs) : dataUpdatedAt;
}
