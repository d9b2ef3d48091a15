"use client";
import dynamic from "next/dynamic";
import { useState } from "react";
import type { ReactNode } from "react";
import { OwnTradesProvider } from "#ui/chart/own-trades.tsx";
import type { OwnTrades } from "#ui/chart/own-trades.tsx";
import { useKnownUserId } from "./use-known-user.ts";

const TradeReader = dynamic(() => import("./trade-reader.tsx").then((module) => module.TradeReader), {
  ssr: false,
});

/** Gives the price chart within it the reader's trades of an item, once it is known who is signed in. */
export function MyTrades({ itemId, children }: { itemId: number; children: ReactNode }) {
  const userId = useKnownUserId();
  const [own, setOwn] = useState<OwnTrades | null>(null);
  return (
    <OwnTradesProvider value={userId === null ? null : own}>
      {children}
      {userId !== null && <TradeReader key={userId} itemId={itemId} onRead={setOwn} />}
    </OwnTradesProvider>
  );
}
