"use client";
import dynamic from "next/dynamic";
import { useKnownUserId } from "./use-known-user.ts";

const MyItemPanel = dynamic(() => import("./my-item-panel.tsx").then((module) => module.MyItemPanel), {
  ssr: false,
});

/** What the reader holds of an item and what is left of its limit; nothing for who is not signed in. */
export function MyItem({ itemId }: { itemId: number }) {
  const userId = useKnownUserId();
  return userId === null ? null : <MyItemPanel key={userId} itemId={itemId} />;
}
