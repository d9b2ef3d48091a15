"use client";
import { useEffect, useMemo } from "react";
import { trpc } from "#trpc/client.tsx";
import type { OwnTrades } from "#ui/chart/own-trades.tsx";
import { MAX_MARKED, ownTrades } from "./own-trades.ts";

type TradeReaderProps = { itemId: number; onRead: (own: OwnTrades) => void };

/** Reads the newest trades of an item and what is held of it. Draws nothing. */
export function TradeReader({ itemId, onRead }: TradeReaderProps) {
  const page = trpc.trades.list.useQuery({ itemId, limit: MAX_MARKED });
  const held = trpc.portfolio.get.useQuery({ itemId });
  const own = useMemo(
    () =>
      page.data === undefined && held.data === undefined
        ? null
        : ownTrades(page.data?.trades ?? [], held.data?.holdings ?? []),
    [page.data, held.data],
  );
  useEffect(() => {
    if (own !== null) onRead(own);
  }, [own, onRead]);
  return null;
}
